import ArgumentParser
import ConsentVault
import VaultLedger

struct LedgerCheckpointCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Sign the ledger as it stands, and keep what was signed.",
    discussion: """
      Prints a note in the form of C2SP tlog-checkpoint: origin, size, root, signature. Keep it where \
      the vault's owner cannot change it: `cvault ledger verify --against` holds the ledger against it.
      """)

  @Option(help: ArgumentHelp("Write it to a new file.", valueName: "file"), completion: .file())
  var to: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let note = try await vault.checkpoint()
    let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
    return try NoteAnswer.make(
      note, "checkpoint", made: "signed: a ledger of \(head.size) leaves", of: head, to: to)
  }
}
