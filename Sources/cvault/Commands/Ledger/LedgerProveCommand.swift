import ArgumentParser
import ConsentVault
import VaultLedger

struct LedgerProveCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that the ledger has a leaf, or that it goes on from an older checkpoint.",
    discussion: """
      Of a leaf it makes a C2SP tlog-proof, which is whole in itself: leaf, index, hashes, checkpoint. \
      From an older checkpoint it makes what `cvault ledger witness --proof` takes. Both are verified \
      without the vault, with the key that `cvault ledger key` prints.
      """)

  @Argument(help: "The index of the leaf.") var leaf: UInt64?
  @Option(
    help: ArgumentHelp("An older checkpoint of this ledger.", valueName: "file"),
    completion: .file()) var consistency: String?
  @Option(
    help: ArgumentHelp("Write it to a new file, such as NAME.tlog-proof.", valueName: "file"),
    completion: .file()) var to: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (leaf == nil) != (consistency == nil) else {
      throw ValidationError("name a leaf, or --consistency with an older checkpoint")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    if let leaf {
      let text = try await vault.proveInclusion(of: leaf)
      let proof = try InclusionProof(parsing: Array(text.utf8))
      return try NoteAnswer.make(
        text, "proof", made: "proved: the ledger has leaf \(leaf)",
        of: Checkpoint(parsing: proof.checkpoint.text), to: to)
    }
    let old = try InputFile.text(
      consistency ?? "", "the checkpoint", limit: SignedNote.longest)
    let text = try await vault.proveConsistency(from: old)
    let proof = try ConsistencyProof(parsing: Array(text.utf8))
    return try NoteAnswer.make(
      text, "proof", made: "proved: the ledger goes on from its first \(proof.oldSize) leaves",
      of: Checkpoint(parsing: proof.checkpoint.text), to: to)
  }
}
