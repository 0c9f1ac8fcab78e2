package import VaultModel

/// A ground that the company asserts.
package struct MappedGround: Hashable, Sendable {
  /// When it ends.
  package enum End: Hashable, Sendable {
    /// So long after its beginning.
    case lasting(TimeSpan)
    /// At an instant; later than `from` if that is given.
    case until(Timestamp)
  }

  /// The index of the rule in ``ImportMap/grounds``, which has the purpose.
  package let rule: Int
  /// What it rests on; not empty.
  package let reference: String
  /// When it begins; nil means at its first import.
  package let from: Timestamp?
  /// When it ends.
  package let end: End
}
