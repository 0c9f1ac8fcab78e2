import VaultLedger

extension VaultError {
  /// Puts what is wrong with a checkpoint, or with a proof that holds one, into the door's words.
  ///
  /// What cannot be read is the caller's mistake; what can be read and does not hold is an integrity
  /// failure.
  init(_ error: NoteError, in what: String) {
    let (kind, code): (Kind, String) =
      switch error {
      case .malformed, .tooLarge: (.usage, "\(what.uppercased())_INVALID")
      case .malformedKey: (.usage, "VERIFIER_KEY_INVALID")
      case .unknownKey, .wrongSignature: (.integrity, "CHECKPOINT_UNTRUSTED")
      case .anotherLog: (.integrity, "CHECKPOINT_FOREIGN")
      case .wrongProof: (.integrity, "PROOF_WRONG")
      }
    let hint =
      switch error {
      case .malformed, .tooLarge:
        "give the \(what) byte for byte as it was made: no other line ends, nothing before or behind"
      case .malformedKey: "a log's key is `name+id+base64`, as `cvault ledger key` prints it"
      case .unknownKey, .wrongSignature:
        "compare the log's key with the one that `cvault ledger key` printed where it was made"
      case .anotherLog: "name the checkpoint of this log"
      case .wrongProof: "the log was rewritten, or the proof is for something else: keep both"
      }
    let description =
      switch error {
      case .malformed: "the \(what) is not in the form of its specification"
      case .tooLarge: "the \(what) is longer than any that is read"
      default: error.description
      }
    self.init(kind, code, description, hint: hint)
  }

  /// The vault has signed, or another has kept, a checkpoint that its leaves do not lead to.
  static let ledgerForked = VaultError(
    .integrity, "LEDGER_FORKED", "the ledger is not the one that the checkpoint was made of",
    hint: "somebody rewrote the database; keep it, and restore a backup")

  /// The checkpoint is of a longer ledger.
  static let ledgerBehind = VaultError(
    .integrity, "VAULT_ROLLED_BACK", "the ledger is shorter than it was at the checkpoint",
    hint: "an older copy of the vault was put in its place; restore the newest one")

  /// There is no such leaf.
  static let leafUnknown = VaultError(
    .notFound, "LEAF_UNKNOWN", "the ledger has no such leaf",
    hint: "list leaves with `cvault ledger show`; the first is 0")
}
