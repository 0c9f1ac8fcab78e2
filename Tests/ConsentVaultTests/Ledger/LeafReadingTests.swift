import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel
import VaultStore

/// One leaf read out of a row of many.
@Suite struct LeafReadingTests {
  private let test: TestVault

  init() throws {
    test = try RetailVault.make()
    for count in [1, 60, 2] {
      try test.vault.store.writeNow { transaction in
        for number in 0..<count {
          _ = try transaction.append(
            .keyEvent, about: nil, actor: "test", policy: 1,
            detail: LeafDetail(text: String(repeating: "x", count: 5 * number)))
        }
      }
    }
  }

  @Test func aLeafReadAloneIsTheOneOfItsRow() throws {
    try test.vault.store.read { snapshot in
      var whole: [[UInt8]] = []
      try snapshot.eachBundle { bundle, _ in whole += bundle.leaves }
      let size = UInt64(whole.count)
      #expect(try (0...size).map(snapshot.leafBytes) == whole + [nil])
      var alone: [UInt64] = []
      // Backwards, across the edges of rows, and past the end.
      try snapshot.eachLeaf(at: [size - 1, 3, 4, 0, size, 30, 2]) { index, leaf, _ in
        alone.append(index)
        let expected = try Leaf(decoding: whole[Int(index)])
        #expect(leaf == expected)
      }
      #expect(alone == [size - 1, 3, 4, 0, 30, 2])
    }
  }

  @Test(arguments: [
    "hashes=CAST(substr(hashes,1,32)||zeroblob(32)||substr(hashes,65) AS BLOB)",
    "hashes=substr(hashes,33)", "subjects=substr(subjects,17)", "leaves=substr(leaves,1,9)",
    "leaves=CAST(x'FF'||substr(leaves,2) AS BLOB)", "leaves=zeroblob(length(leaves))",
  ])
  func aLeafThatDoesNotFitItsRowIsNotRead(_ edit: String) throws {
    let first = try #require(try test.raw().run("SELECT first FROM bundle WHERE count=60").first)
    guard case .integer(let first) = first[0] else { return }
    let index = UInt64(first) + 1
    #expect(try test.vault.ledger(from: index, limit: 1).map(\.leaf) == [index])
    let raw = try test.raw()
    try raw.run("UPDATE bundle SET \(edit) WHERE count=60")
    #expect(raw.changes == 1)
    #expect(throws: VaultError.self) { _ = try test.vault.ledger(from: index, limit: 1) }
  }
}
