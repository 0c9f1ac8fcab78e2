/// What can be wrong with a signed note, a verifier key or a proof; holds nothing of their content.
package enum NoteError: Error, Hashable, Sendable {
  /// Not in the form that the specification demands, to the byte.
  case malformed
  /// Longer, or with more signatures or hashes, than any that is read.
  case tooLarge
  /// A verifier key that is no Ed25519 key, or whose id is not its own.
  case malformedKey
  /// No signature is by a key that was asked for.
  case unknownKey
  /// A signature by a key that was asked for does not hold.
  case wrongSignature
  /// The checkpoint is another log's.
  case anotherLog
  /// The proof does not show what it is for.
  case wrongProof
}

extension NoteError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .malformed: "the text is not in the form of its specification"
    case .tooLarge: "the text is longer than any that is read"
    case .malformedKey: "the verifier key is badly built"
    case .unknownKey: "no signature is by a key that is trusted"
    case .wrongSignature: "a signature does not hold: the text was changed"
    case .anotherLog: "the checkpoint is another log's"
    case .wrongProof: "the proof does not show what it is for"
    }
  }
}
