/// What a restoration put together.
public struct RestoreReport: Hashable, Sendable {
  /// The directory of the data part that was taken.
  public let dataPart: String
  /// The directory of the key part, or of the vault, that was taken.
  public let keys: String
  /// Leaves in the ledger, that of the restoration included.
  public let ledgerSize: UInt64
  /// The root hash over the leaves before that of the restoration: the one of the key part.
  public let root: Digest
  /// Values that are there again.
  public let values: Int
  /// Values that the key part lists and no part has: stored or changed after the data part was made.
  public let lostValues: Int
  /// Whether something newer is known to have been, and was given up.
  public let isRolledBack: Bool
  /// The leaf that says all this.
  public let leaf: UInt64
}
