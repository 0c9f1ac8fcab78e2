extension MerkleTree {
  /// The subtrees whose roots are the inclusion proof of a leaf, in the order of the proof
  /// (RFC 6962, section 2.1.1); nil if there is no such leaf.
  package static func inclusionPath(of index: UInt64, size: UInt64) -> [Range<UInt64>]? {
    guard index < size else { return nil }
    var path: [Range<UInt64>] = []
    var tree = 0..<size
    while tree.count > 1 {
      let middle = middle(of: tree)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      (tree, path) = left.contains(index) ? (left, path + [right]) : (right, path + [left])
    }
    return path.reversed()
  }

  /// The subtrees whose roots are the proof that the tree of `size` leaves goes on from the one of
  /// `old` leaves (RFC 6962, section 2.1.2).
  ///
  /// Nil if the older tree is larger; empty where it is empty or the same.
  package static func consistencyPath(from old: UInt64, size: UInt64) -> [Range<UInt64>]? {
    guard old <= size else { return nil }
    guard old > 0, old < size else { return [] }
    var path: [Range<UInt64>] = []
    var tree = 0..<size
    while old < tree.upperBound {
      let middle = middle(of: tree)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      (tree, path) = old <= middle ? (left, path + [right]) : (right, path + [left])
    }
    // The old root itself is known to whoever asks.
    if tree.lowerBound > 0 { path.append(tree) }
    return path.reversed()
  }

  /// Where a tree of two leaves or more is split: at the largest power of two below its count.
  private static func middle(of tree: Range<UInt64>) -> UInt64 {
    let count = tree.upperBound - tree.lowerBound
    return tree.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
  }
}
