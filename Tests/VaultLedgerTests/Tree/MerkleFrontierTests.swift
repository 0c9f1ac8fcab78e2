import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct MerkleFrontierTests {
  /// The leaves and roots of the reference implementation of Certificate Transparency (its tests of
  /// the Merkle tree), for 0 to 8 leaves.
  private static let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ].map(hex)
  private static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ].map(digest)

  @Test func theReferenceRootsHold() {
    var frontier = MerkleFrontier()
    #expect(frontier.root == Self.roots[0])
    for (index, leaf) in Self.leaves.enumerated() {
      #expect(frontier.append(SHA256.leaf(leaf)).isEmpty)
      #expect(frontier.size == UInt64(index + 1))
      #expect(frontier.root == Self.roots[index + 1])
      #expect(
        MerkleTree.root(of: Self.leaves[...index].map { SHA256.leaf($0) })
          == Self.roots[index + 1])
    }
  }

  // Made with golang.org/x/mod/sumdb/tlog 0.7.0.
  @Test func theRootsOfGosTlogHold() {
    var frontier = MerkleFrontier()
    var roots: [UInt8] = []
    let named: [UInt64: String] = [
      255: "d71592a219d4067663eede247f9b54c3f9e0290682d55de09b495b07f1de41c9",
      256: "cf5effdb11d0927a2edf53b0e73c7837f659414e00537da5d90eb5c4c49ff274",
      257: "855b936aa00cb98b5114484249ad39d78a6be93623e26c01e8e487dc02184a5a",
      300: "e7afc82d38944fc7930545328091d45823288c1f734cbdac06396713ebd4b5d5",
    ]
    for leaf in numberedLeaves(300) {
      _ = frontier.append(SHA256.leaf(leaf))
      roots += frontier.root.bytes
      if let root = named[frontier.size] { #expect(frontier.root == digest(root)) }
    }
    #expect(
      SHA256.digest(of: roots)
        == digest("74807f1610303327a683b3ba13f135187d4efc838ff4da04d25c81d5ddd38fea"))
  }

  @Test func aTileRootIsTheRootOfItsLeaves() {
    var frontier = MerkleFrontier()
    let hashes = numberedLeaves(1_024).map { SHA256.leaf($0) }
    var tiles: [TileRoot] = []
    for hash in hashes { tiles += frontier.append(hash) }
    #expect(tiles.map(\.level) == [1, 1, 1, 1])
    #expect(tiles.map(\.number) == [0, 1, 2, 3])
    for tile in tiles {
      let first = Int(tile.number) * 256
      #expect(tile.root == MerkleTree.root(of: Array(hashes[first..<first + 256])))
    }
  }

  @Test func theSecondLevelCompletesAt65536Leaves() {
    var frontier = MerkleFrontier()
    let hash = SHA256.leaf([])
    var tiles: [TileRoot] = []
    for _ in 0..<65_536 { tiles += frontier.append(hash) }
    #expect(tiles.count == 257)
    #expect(tiles.suffix(2).map(\.level) == [1, 2])
    #expect(tiles.suffix(2).map(\.number) == [255, 0])
    #expect(tiles.last?.root == frontier.root)
    #expect(frontier.hashes.count == 1)
  }

  @Test func aStoredFrontierGoesOnWhereItWas() throws {
    var frontier = MerkleFrontier()
    for leaf in numberedLeaves(40) {
      var read = try MerkleFrontier(decoding: frontier.encoded)
      #expect(read == frontier)
      #expect(frontier.encoded.count == 9 + 32 * Int(frontier.size.nonzeroBitCount))
      _ = frontier.append(SHA256.leaf(leaf))
      _ = read.append(SHA256.leaf(leaf))
      #expect(read.root == frontier.root)
    }
  }

  @Test func aBadFrontierIsRefused() throws {
    var frontier = MerkleFrontier()
    for leaf in numberedLeaves(5) { _ = frontier.append(SHA256.leaf(leaf)) }
    let bytes = frontier.encoded
    for count in bytes.indices {
      #expect(throws: LedgerError.malformedFrontier) {
        _ = try MerkleFrontier(decoding: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: LedgerError.malformedFrontier) {
      _ = try MerkleFrontier(decoding: bytes + [0])
    }
    var other = bytes
    other[8] = 7
    #expect(throws: LedgerError.malformedFrontier) { _ = try MerkleFrontier(decoding: other) }
    other = bytes
    other[0] = 2
    #expect(throws: LedgerError.newerFormat) { _ = try MerkleFrontier(decoding: other) }
    let full = [1, 0x80, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
    #expect(throws: LedgerError.malformedFrontier) { _ = try MerkleFrontier(decoding: full) }
    // A changed hash is no bad encoding, but another root.
    for index in 9..<bytes.count {
      let changed = try MerkleFrontier(decoding: bytes.flipped(at: index))
      #expect(changed.root != frontier.root)
    }
  }
}
