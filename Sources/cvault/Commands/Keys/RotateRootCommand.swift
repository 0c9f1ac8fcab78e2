import ArgumentParser
import ConsentVault
import VaultCrypto
import VaultStore

struct RotateRootCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "root", abstract: "Replace the root key, from which every other comes.",
    discussion: """
      After a theft of what opened the vault. The key that unlocks it now stays, and a new recovery code \
      is printed once; every other slot opens nothing more, and programs that have the vault open are \
      refused until they open it anew. Name the anchor outside the vault with --anchor, if there is one.
      """)

  @Option(help: ArgumentHelp("The vault's name, to confirm it.", valueName: "name"))
  var confirm: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let source = KeySource.find(
      access.key, keyFile: session.settings[.keyFile], environment: session.environment)
    guard source.canBeReadAgain else {
      throw CommandError.usage(
        "KEY_READ_ONCE", "the key is needed more than once, and its source gives it only once",
        hint: "unlock with --key-file PATH, --key-command, or at a terminal")
    }
    try Confirmation.demand(confirm, is: vault.store.directory.name, what: "replacing the root key")
    let console = session.console
    let done = try await vault.rotateRoot(unlockedBy: source.unlockKey) { report in
      console.progress(report.progress, report.json)
    }
    console.endProgress()
    let code = unsafe done.recoveryCode.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    var blocks: [TextBlock] = [
      .sentence("replaced: the root key, now number \(done.generation)"),
      .facts([.init("recovery code", code)]),
      .sentence("write the recovery code down now: it is shown this once"),
    ]
    for slot in done.dropped {
      let purposes = slot.purposes.isEmpty ? "" : ": \(slot.purposes.joined(separator: " "))"
      blocks.append(.sentence("slot \(slot.number) (\(slot.kind)) opens nothing more\(purposes)"))
    }
    blocks.append(
      .sentence("hint: make and issue the others again, and restart what has the vault open"))
    return .change(
      [
        "key": "root", "generation": .number(done.generation), "recovery_code": .text(code),
        "dropped": .list(
          done.dropped.map {
            ["slot": .number($0.number), "kind": .text($0.kind), "purposes": .texts($0.purposes)]
          }), "leaf": .number(done.leaf),
      ], blocks)
  }
}
