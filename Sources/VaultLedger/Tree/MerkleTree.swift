internal import VaultCrypto
package import VaultModel

/// Roots and proofs over leaf hashes that are all at hand (RFC 6962, section 2.1).
package enum MerkleTree {
  /// MTH: the root over the hashes of leaves.
  package static func root(of leaves: [Digest]) -> Digest { root(of: leaves[...]) }

  /// PATH(index, leaves): the inclusion proof of section 2.1.1; nil if there is no such leaf.
  package static func inclusionProof(of index: Int, in leaves: [Digest]) -> [Digest]? {
    guard leaves.indices.contains(index) else { return nil }
    return path(to: index, in: leaves[...])
  }

  /// PROOF(size, leaves): the consistency proof of section 2.1.2.
  ///
  /// Nil if the older tree is larger or its size negative; empty where it is empty or the same.
  package static func consistencyProof(from size: Int, in leaves: [Digest]) -> [Digest]? {
    guard (0...leaves.count).contains(size) else { return nil }
    guard size > 0, size < leaves.count else { return [] }
    return subproof(size, in: leaves[...], isWhole: true)
  }

  private static func root(of leaves: ArraySlice<Digest>) -> Digest {
    guard leaves.count > 1 else { return leaves.first ?? SHA256.digest(of: []) }
    let (left, right) = halves(leaves)
    return SHA256.node(root(of: left), root(of: right))
  }

  private static func path(to index: Int, in leaves: ArraySlice<Digest>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    let (left, right) = halves(leaves)
    return left.indices.contains(index)
      ? path(to: index, in: left) + [root(of: right)]
      : path(to: index, in: right) + [root(of: left)]
  }

  private static func subproof(
    _ size: Int, in leaves: ArraySlice<Digest>, isWhole: Bool
  ) -> [Digest] {
    guard size < leaves.count else { return isWhole ? [] : [root(of: leaves)] }
    let (left, right) = halves(leaves)
    return size <= left.count
      ? subproof(size, in: left, isWhole: isWhole) + [root(of: right)]
      : subproof(size - left.count, in: right, isWhole: false) + [root(of: left)]
  }

  /// Split at the largest power of two below the count; for two leaves or more.
  private static func halves(
    _ leaves: ArraySlice<Digest>
  ) -> (left: ArraySlice<Digest>, right: ArraySlice<Digest>) {
    let power = 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
    let middle = leaves.startIndex + power
    return (leaves[..<middle], leaves[middle...])
  }
}
