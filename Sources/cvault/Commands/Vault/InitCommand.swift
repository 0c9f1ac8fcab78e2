import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultCrypto
import VaultLedger
import VaultPolicy

struct InitCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a vault under a policy, and the key that opens it.",
    discussion: "The recovery code is shown once and kept nowhere: write it down.")

  @Argument(help: "The vault's directory, NAME.vault.") var directory: String
  @Option(help: ArgumentHelp("The policy's file.", valueName: "path")) var policy: String
  @Option(
    help: ArgumentHelp(
      "Take policies signed by this key only, from the first on; see cvault policy key.",
      valueName: "vkey"))
  var policyKey: String?
  @Option(
    help: ArgumentHelp("Where to write the new key file, mode 0600.", valueName: "path"))
  var keyFile: String?
  @Option(
    help: ArgumentHelp(
      "Take the passphrase on the first line of this file instead; - is standard input.",
      valueName: "path"))
  var passphraseFile: String?
  @Option(
    help: ArgumentHelp(
      "Make one more anchor here, where a rollback of the vault's directory does not reach it.",
      valueName: "path"))
  var anchor: String?
  @Option(help: ArgumentHelp("Who makes it; otherwise admin:<login>.", valueName: "name"))
  var actor: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard keyFile == nil || passphraseFile == nil else {
      throw ValidationError("--key-file and --passphrase-file name two keys")
    }
    guard directory.hasSuffix(".vault") || directory.hasSuffix(".vault/") else {
      throw ValidationError("a vault's directory is named NAME.vault")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    let source = try PolicyFile.read(policy)
    let signer = try policyKey.map { try PolicyKeyInput.change(to: $0) }
    var options = session.options
    if let actor { options.typist = actor }
    // The one that the environment names belongs to a vault that is there already.
    options.anchor = anchor
    let key = try NewVaultKey(keyFile: keyFile, passphraseFile: passphraseFile, session)
    let place = NewVaultPlace(directory)
    let made: Vault.New
    do {
      made = try Vault.create(
        at: directory, policy: source, policyKey: signer, key: key.secret, options: options)
    } catch {
      // What was half made would only stand in the way of the next try.
      place.clear()
      key.remove()
      throw error
    }
    try? made.vault.close()
    // The code goes where the owner reads it: to standard output, once.
    let code = unsafe made.recoveryCode.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    return answer(source.policy, signer?.key, code)
  }

  private func answer(_ policy: Policy, _ signer: VerifierKey?, _ code: String) -> Answer {
    var facts: [TextBlock.Fact] = [
      .init("vault", directory), .init("policy", "\(policy.name) \(policy.version.text)"),
    ]
    if let signer { facts.append(.init("policy key", signer.text)) }
    if let keyFile { facts.append(.init("key file", keyFile)) }
    if let anchor { facts.append(.init("outside anchor", anchor)) }
    facts.append(.init("recovery code", code))
    return Answer(
      [
        "vault": .text(directory),
        "policy": ["name": .text(policy.name), "version": .text(policy.version.text)],
        "policy_key": .text(signer?.text), "key_file": .text(keyFile), "anchor": .text(anchor),
        "recovery_code": .text(code),
      ],
      [
        .sentence("made: a vault that opens with the key alone"), .facts(facts),
        .sentence("Write the recovery code down now: it is shown once and kept nowhere."),
        .sentence("Keep the key apart from the vault, and from the vault's backups."),
      ])
  }
}
