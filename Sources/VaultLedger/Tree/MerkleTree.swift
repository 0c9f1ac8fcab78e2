internal import VaultCrypto
package import VaultModel

/// Roots and proofs over leaf hashes that are all at hand (RFC 6962, section 2.1).
package enum MerkleTree {
  /// MTH: the root over the hashes of leaves.
  package static func root(of leaves: [Digest]) -> Digest { root(of: leaves[...]) }

  /// PATH(index, leaves): the inclusion proof of section 2.1.1; nil if there is no such leaf.
  package static func inclusionProof(of index: Int, in leaves: [Digest]) -> [Digest]? {
    guard leaves.indices.contains(index) else { return nil }
    return inclusionPath(of: UInt64(index), size: UInt64(leaves.count))?.map { subtree in
      root(of: leaves[Int(subtree.lowerBound)..<Int(subtree.upperBound)])
    }
  }

  /// PROOF(size, leaves): the consistency proof of section 2.1.2.
  ///
  /// Nil if the older tree is larger or its size negative; empty where it is empty or the same.
  package static func consistencyProof(from size: Int, in leaves: [Digest]) -> [Digest]? {
    guard (0...leaves.count).contains(size) else { return nil }
    return consistencyPath(from: UInt64(size), size: UInt64(leaves.count))?.map { subtree in
      root(of: leaves[Int(subtree.lowerBound)..<Int(subtree.upperBound)])
    }
  }

  private static func root(of leaves: ArraySlice<Digest>) -> Digest {
    var tree = MerkleFrontier()
    for leaf in leaves { _ = tree.append(leaf) }
    return tree.root
  }
}
