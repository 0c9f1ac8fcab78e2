import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultLedger
import VaultPolicy

struct PolicyKeySetCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Let the vault take policies signed by this key only, for good.",
    discussion: """
      It comes into force with a policy that it signed: the one in force, or a newer one. To replace a \
      key, name its endorsement of the new one; a key that was replaced never comes back.
      """)

  @Argument(help: "The policy key, or a file that holds it.") var vkey: String
  @Option(
    help: ArgumentHelp("The policy's file; its signature lies beside it.", valueName: "path"),
    completion: .file()) var policy: String
  @Option(
    help: ArgumentHelp(
      "The word of the key in force, from `cvault policy key endorse`.", valueName: "file"),
    completion: .file()) var endorsement: String?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let key = try PolicyKeyInput.change(to: vkey, endorsement: endorsement)
    let source = try PolicyFile.read(policy)
    try Confirmation.ask(
      "Take policies signed by \(key.key.name) only, from now on and for good?",
      yes: access.yes || isRehearsal)
    let change = try await vault.loadPolicy(source, setting: key)
    return change.answer(
      change.changed
        ? "in force: the policy key \(key.key.name), with \(change.name) \(change.version)"
        : "nothing changed: the policy key is in force already",
      undo: "none; another key needs the endorsement of this one")
  }
}
