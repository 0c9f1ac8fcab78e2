internal import VaultCrypto
package import VaultModel

extension MerkleTree {
  /// Whether `proof` shows that the leaf at `index` is in the tree of `size` leaves with that root
  /// (RFC 9162, section 2.1.3.2).
  package static func isIncluded(
    _ leafHash: Digest, at index: UInt64, size: UInt64, root: Digest, proof: [Digest]
  ) -> Bool {
    guard index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leafHash
    for sibling in proof {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        hash = SHA256.node(sibling, hash)
        // Levels where the node is the last and has no sibling leave no trace in the proof.
        while node & 1 == 0 && node > 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = SHA256.node(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether `proof` shows that the tree of `newSize` leaves goes on from the one of `oldSize`
  /// (RFC 9162, section 2.1.4.2).
  ///
  /// Every tree goes on from the empty one; the proof of that is empty.
  package static func isConsistent(
    oldSize: UInt64, oldRoot: Digest, newSize: UInt64, newRoot: Digest, proof: [Digest]
  ) -> Bool {
    guard oldSize <= newSize else { return false }
    guard oldSize > 0 else { return proof.isEmpty && oldRoot == root(of: []) }
    guard oldSize < newSize else { return proof.isEmpty && oldRoot == newRoot }
    // The old root is its own first node if the old tree is complete.
    let path = oldSize.nonzeroBitCount == 1 ? [oldRoot] + proof : proof
    guard let first = path.first else { return false }
    var (node, last) = (oldSize - 1, newSize - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    var (old, new) = (first, first)
    for hash in path.dropFirst() {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        old = SHA256.node(hash, old)
        new = SHA256.node(hash, new)
        while node & 1 == 0 && node > 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        new = SHA256.node(new, hash)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }
}
