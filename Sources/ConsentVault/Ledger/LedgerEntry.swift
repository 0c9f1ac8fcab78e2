package import VaultLedger

/// A leaf of the ledger in words.
public struct LedgerEntry: Sendable {
  /// The leaf's index, from 0.
  public let leaf: UInt64
  /// Vault time when it was written.
  public let time: Timestamp
  /// Such as `consent given`, `access permitted`, `sweep`.
  public let type: String
  /// Who asked for data, or who made the change.
  public let actor: String
  /// The purpose as it was named; `*` is every purpose, empty is none.
  public let purpose: String
  /// The number of the policy version in force.
  public let policy: UInt32
  /// The private part; nil where the key that was used does not open it.
  package let detail: LeafDetail?

  init(_ index: UInt64, _ leaf: Leaf, _ detail: LeafDetail?) {
    self.leaf = index
    time = leaf.time
    type = leaf.type.name
    actor = leaf.actor
    purpose = leaf.purpose
    policy = leaf.policy
    self.detail = detail
  }
}
