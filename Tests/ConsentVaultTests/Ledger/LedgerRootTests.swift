import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// The root of the tree at an earlier size, from tiles and leaves.
@Suite struct LedgerRootTests {
  @Test func anEarlierRootIsTheOneOfItsTime() throws {
    let test = try RetailVault.make()
    var hashes: [Digest] = []
    // Bundles that begin and end on either side of a tile's edge.
    for count in [200, 55, 1, 1, 300, 255, 500] {
      try test.vault.store.writeNow { transaction in
        for number in 0..<count {
          _ = try transaction.append(
            .keyEvent, about: nil, actor: "test", policy: 1,
            detail: LeafDetail(text: "\(number)"))
        }
      }
    }
    try test.vault.store.read { snapshot in
      try snapshot.eachBundle { bundle, _ in hashes += bundle.hashes }
      for size in [0, 1, 2, 255, 256, 257, 258, 511, 512, 513, 700, 1024, hashes.count] {
        #expect(
          try snapshot.ledgerRoot(ofSize: UInt64(size))
            == MerkleTree.root(of: Array(hashes.prefix(size))), "\(size)")
      }
    }
  }
}
