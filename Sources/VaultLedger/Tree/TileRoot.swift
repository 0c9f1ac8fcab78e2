package import VaultModel

/// The root of a complete subtree of 256^level leaves, stored so that proofs and checks need not
/// begin at the leaves.
package struct TileRoot: Hashable, Sendable {
  /// 1 for 2^8 leaves, 2 for 2^16, and so on to 7 for 2^56.
  package let level: UInt8
  /// Which of its level: it covers the leaves from `number` × 256^level on.
  package let number: UInt64
  /// The hash of the subtree.
  package let root: Digest

  /// Puts the parts together.
  package init(level: UInt8, number: UInt64, root: Digest) {
    self.level = level
    self.number = number
    self.root = root
  }
}
