import ArgumentParser
import ConsentVault
import VaultLedger
import VaultModel

struct LedgerVerifyCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify every leaf, and every row against what the leaves say: exit 0 or 6.",
    discussion: """
      With --against it also holds the ledger against a checkpoint that was kept elsewhere, which is \
      what finds a ledger that was rewritten as a whole.
      """)

  @Option(
    help: ArgumentHelp("A checkpoint of this ledger that was kept elsewhere.", valueName: "file"),
    completion: .file()) var against: String?
  @Option(
    help: ArgumentHelp(
      "Trust this key for it, and not the keyring's; may be repeated.", valueName: "vkey"))
  var key: [String] = []
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard key.isEmpty || against != nil else {
      throw ValidationError("--key is for the checkpoint of --against")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let console = session.console
    // First: it is quick, and an old checkpoint says more than the vault about itself.
    let head = try against.map { path in
      try vault.verifyLedger(
        against: InputFile.text(path, "the checkpoint", limit: SignedNote.longest),
        trusting: key.map { try VerifierKey(parsing: $0) })
    }
    let report = try vault.verifyLedger { leaves in
      console.progress("verified \(leaves) leaves", ["leaves": .number(leaves)])
    }
    console.endProgress()
    let root = Base64.string(report.root.bytes)
    var facts: [TextBlock.Fact] = [.init("size", "\(report.size)"), .init("root", root)]
    if let head { facts.append(.init("goes on from", "\(head.origin) at \(head.size) leaves")) }
    return Answer(
      [
        "ok": .flag(true), "size": .number(report.size), "root": .text(root),
        "checked": ["leaves": .number(report.leaves), "rows": .number(report.rows)],
        "against": .number(head?.size),
      ],
      [
        .sentence("whole: \(report.leaves) leaves and \(report.rows) rows fit together"),
        .facts(facts),
      ])
  }
}
