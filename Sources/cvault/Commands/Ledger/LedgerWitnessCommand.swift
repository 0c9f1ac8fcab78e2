import ArgumentParser
import ConsentVault
import VaultLedger

struct LedgerWitnessCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness", abstract: "Cosign another vault's checkpoint after checking it.",
    discussion: """
      The other ledger must go on from the checkpoint that this vault cosigned last; the first is taken \
      under the key that you name, so get that key from its owner and not with the file. A rollback or \
      a rewriting is exit 6.
      """)

  @Argument(help: "The other vault's checkpoint.", completion: .file()) var file: String
  @Option(
    help: ArgumentHelp(
      "The other log's key; after a change of key, the old one and the new one.",
      valueName: "vkey")) var key: [String]
  @Option(
    help: ArgumentHelp(
      "The proof from the checkpoint cosigned last; not for the first.", valueName: "file"),
    completion: .file()) var proof: String?
  @Option(help: ArgumentHelp("Write it to a new file.", valueName: "file"), completion: .file())
  var to: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let note = try InputFile.text(file, "the checkpoint", limit: SignedNote.longest)
    let growth = try proof.map {
      try InputFile.text($0, "the proof", limit: ConsistencyProof.longest)
    }
    let cosigned = try await vault.witness(note, of: key, proof: growth)
    let head = try Checkpoint(parsing: SignedNote(parsing: cosigned).text)
    return try NoteAnswer.make(
      cosigned, "checkpoint", made: "cosigned: \(head.origin) at \(head.size) leaves", of: head,
      to: to)
  }
}
