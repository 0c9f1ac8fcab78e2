import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct TiledTreeTests {
  private let hashes = numberedLeaves(70_000).map { SHA256.leaf($0) }

  /// The tree of the first leaves, from tiles that are made the slow way.
  private func tree(_ size: Int) -> TiledTree {
    TiledTree(size: UInt64(size)) { [hashes] tile in
      let leaves = 1 << (8 * Int(tile.level))
      return (0..<Int(tile.width)).map { offset in
        let first = (Int(tile.first) + offset) * leaves
        return MerkleTree.root(of: Array(hashes[first..<first + leaves]))
      }
    }
  }

  @Test func rootsAndProofsAreThoseOverTheLeaves() throws {
    for size in [1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 70_000] {
      var tree = tree(size)
      let leaves = Array(hashes.prefix(size))
      for index in Set([0, 1, 254, 255, 256, 600, 65_536, size / 2, size - 1])
      where index < size {
        #expect(
          try tree.inclusionProof(of: UInt64(index))
            == MerkleTree.inclusionProof(of: index, in: leaves), "\(index) of \(size)")
      }
      for old in Set([0, 1, 3, 255, 256, 257, 512, 65_536, size / 3, size - 1, size])
      where old <= size {
        #expect(
          try tree.consistencyProof(from: UInt64(old))
            == MerkleTree.consistencyProof(from: old, in: leaves), "\(old) to \(size)")
        #expect(
          try tree.root(ofSize: UInt64(old)) == MerkleTree.root(of: Array(hashes.prefix(old))))
      }
    }
  }

  @Test func aProofReadsTwoTilesOfALevelAtMost() throws {
    var read: [TilePlace] = []
    var tree = TiledTree(size: 1 << 40 + 12_345) { tile in
      read.append(tile)
      return Array(repeating: digest(from: 0), count: Int(tile.width))
    }
    #expect(try tree.inclusionProof(of: 987_654_321).count == 41)
    #expect(read.count <= 12)
    #expect(Dictionary(grouping: read, by: \.level).values.allSatisfy { $0.count <= 2 })
  }

  @Test func aMissingHashIsTold() {
    var short = TiledTree(size: 300) { _ in [] }
    #expect(throws: LedgerError.missingTile) { try short.inclusionProof(of: 5) }
  }

  // The examples of C2SP tlog-tiles.
  @Test func pathsAreTheSpecifications() throws {
    let size: UInt64 = 1_234_067 * 256 + 256
    let full = try #require(
      TilePlace(holding: 1_234_067 * 256, onLevel: 0, ofTreeOf: size))
    #expect(full.path == "tile/0/x001/x234/067")
    #expect(full.entriesPath == "tile/entries/x001/x234/067")
    // A tree of 70,000 leaves.
    let widths: [(UInt8, UInt64, String)] = [
      (0, 69_999, "tile/0/273.p/112"), (0, 0, "tile/0/000"), (1, 0, "tile/1/000"),
      (1, 272, "tile/1/001.p/17"), (2, 0, "tile/2/000.p/1"),
    ]
    for (level, hash, path) in widths {
      #expect(TilePlace(holding: hash, onLevel: level, ofTreeOf: 70_000)?.path == path)
    }
    #expect(TilePlace(holding: 70_000, onLevel: 0, ofTreeOf: 70_000) == nil)
    #expect(TilePlace(holding: 1, onLevel: 2, ofTreeOf: 70_000) == nil)
    #expect(TilePlace(holding: 255_999, onLevel: 0, ofTreeOf: 256_000)?.path == "tile/0/999")
    #expect(
      TilePlace(holding: 256_000, onLevel: 0, ofTreeOf: 256_001)?.path == "tile/0/x001/000.p/1")
  }
}
