import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct MerkleTreeTests {
  private let hashes = numberedLeaves(70).map { SHA256.leaf($0) }
  private let roots: [Digest]

  init() { roots = (0...70).map { [hashes] in MerkleTree.root(of: Array(hashes.prefix($0))) } }

  // Made with golang.org/x/mod/sumdb/tlog 0.7.0, ProveRecord: all hashes of the proofs of every leaf
  // in every tree of 1 to 70 leaves, in this order.
  @Test func everyInclusionProofIsTheOneOfGosTlog() throws {
    var all: [UInt8] = []
    for size in 1...70 {
      let leaves = Array(hashes.prefix(size))
      for index in 0..<size {
        let proof = try #require(MerkleTree.inclusionProof(of: index, in: leaves))
        for hash in proof { all += hash.bytes }
      }
    }
    #expect(all.count == 14_129 * 32)
    #expect(
      SHA256.digest(of: all)
        == digest("4a28350444e7d378b0cf6fa925e74f834ebfac302ae1597d1e401a4e08a3c0d2"))
  }

  // Likewise with ProveTree: from every older to every newer tree.
  @Test func everyConsistencyProofIsTheOneOfGosTlog() throws {
    var all: [UInt8] = []
    for size in 1...70 {
      let leaves = Array(hashes.prefix(size))
      for old in 1...size {
        let proof = try #require(MerkleTree.consistencyProof(from: old, in: leaves))
        for hash in proof { all += hash.bytes }
      }
    }
    #expect(all.count == 13_766 * 32)
    #expect(
      SHA256.digest(of: all)
        == digest("00f3ed6efec106d5507913987e21d98a1b11f2d5d06f28d222201500d43080f3"))
  }

  @Test func aProofShowsItsLeafAndNoOther() throws {
    for size in [1, 2, 3, 7, 8, 9, 33] {
      let leaves = Array(hashes.prefix(size))
      for index in 0..<size {
        let proof = try #require(MerkleTree.inclusionProof(of: index, in: leaves))
        func holds(
          _ leaf: Digest, _ at: Int, _ of: Int, _ root: Digest, _ proof: [Digest]
        ) -> Bool {
          MerkleTree.isIncluded(
            leaf, at: UInt64(at), size: UInt64(of), root: root, proof: proof)
        }
        #expect(holds(leaves[index], index, size, roots[size], proof))
        #expect(!holds(hashes[69], index, size, roots[size], proof))
        #expect(!holds(leaves[index], size, size, roots[size], proof))
        #expect(!holds(leaves[index], index, size, roots[size + 1], proof))
        // A larger tree than the proof is for.
        #expect(!holds(leaves[index], index, size * 2 + 1, roots[size], proof))
        #expect(!holds(leaves[index], index, size, roots[size], proof + [roots[1]]))
        if size > 1 {
          #expect(!holds(leaves[index], index, size, roots[size], proof.dropLast()))
          #expect(!holds(leaves[index], (index + 1) % size, size, roots[size], proof))
        }
        for position in proof.indices {
          var changed = proof
          changed[position] = hashes[69]
          #expect(!holds(leaves[index], index, size, roots[size], changed))
        }
      }
    }
  }

  @Test func aProofShowsThatATreeGoesOnAndNoOther() throws {
    for size in [1, 2, 3, 7, 8, 9, 33] {
      let leaves = Array(hashes.prefix(size))
      for old in 1...size {
        let proof = try #require(MerkleTree.consistencyProof(from: old, in: leaves))
        func holds(_ oldRoot: Digest, _ newRoot: Digest, _ proof: [Digest]) -> Bool {
          MerkleTree.isConsistent(
            oldSize: UInt64(old), oldRoot: oldRoot, newSize: UInt64(size), newRoot: newRoot,
            proof: proof)
        }
        #expect(holds(roots[old], roots[size], proof))
        #expect(!holds(roots[old + 1], roots[size], proof))
        #expect(!holds(roots[old], roots[size + 1], proof))
        #expect(!holds(roots[old], roots[size], proof + [roots[1]]))
        // A larger tree than the proof is for.
        #expect(
          !MerkleTree.isConsistent(
            oldSize: UInt64(old), oldRoot: roots[old], newSize: UInt64(size * 2 + 1),
            newRoot: roots[size], proof: proof))
        for position in proof.indices {
          var changed = proof
          changed[position] = hashes[69]
          #expect(!holds(roots[old], roots[size], changed))
          changed.remove(at: position)
          #expect(!holds(roots[old], roots[size], changed))
        }
      }
    }
  }

  @Test func everyTreeGoesOnFromTheEmptyOneAndFromItself() {
    func holds(_ old: Int, _ oldRoot: Digest, _ new: Int, _ proof: [Digest]) -> Bool {
      MerkleTree.isConsistent(
        oldSize: UInt64(old), oldRoot: oldRoot, newSize: UInt64(new), newRoot: roots[new],
        proof: proof)
    }
    #expect(holds(0, roots[0], 5, []))
    #expect(!holds(0, roots[1], 5, []))
    #expect(!holds(0, roots[0], 5, [roots[1]]))
    #expect(holds(5, roots[5], 5, []))
    #expect(!holds(5, roots[4], 5, []))
    #expect(!holds(5, roots[5], 5, [roots[1]]))
    #expect(!holds(6, roots[6], 5, []))
    #expect(!holds(3, roots[3], 5, []))
  }

  @Test func proofsOfWhatIsNotThereAreNil() {
    #expect(MerkleTree.inclusionProof(of: 70, in: hashes) == nil)
    #expect(MerkleTree.inclusionProof(of: -1, in: hashes) == nil)
    #expect(MerkleTree.inclusionProof(of: 0, in: []) == nil)
    #expect(MerkleTree.consistencyProof(from: 71, in: hashes) == nil)
    #expect(MerkleTree.consistencyProof(from: -1, in: hashes) == nil)
    #expect(MerkleTree.consistencyProof(from: 0, in: hashes) == [])
  }
}
