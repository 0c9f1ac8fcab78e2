import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct LeafBundleTests {
  private let bundle: LeafBundle

  init() throws { bundle = try LeafBundle(first: 7, leaves: [[1, 2], [], [3]]) }

  private func read(
    first: UInt64 = 7, count: Int = 3, leaves: [UInt8]? = nil, hashes: [UInt8]? = nil
  ) throws(LedgerError) -> LeafBundle {
    try LeafBundle(
      first: first, count: count, leaves: leaves ?? bundle.encodedLeaves,
      hashes: hashes ?? bundle.encodedHashes)
  }

  @Test func aStoredBundleIsReadAgain() throws {
    #expect(bundle.encodedLeaves == hex("0002 0102 0000 0001 03"))
    #expect(bundle.encodedHashes.count == 96)
    #expect(bundle.hashes[0] == SHA256.leaf([1, 2]))
    #expect(try read() == bundle)
    #expect(bundle.count == 3 && bundle.end == 10)
  }

  @Test func aLeafIsFoundByItsIndex() throws {
    let leaf = Leaf(
      type: .sweep, time: timestamp(5), transaction: 1, tag: identifier(from: 1), policy: 0,
      actor: "", purpose: "", sealed: [])
    let bundle = try LeafBundle(first: 7, leaves: [[1, 2], leaf.encoded()])
    #expect(try bundle.leaf(at: 8) == leaf)
    #expect(try bundle.leaf(at: 6) == nil)
    #expect(try bundle.leaf(at: 9) == nil)
    #expect(throws: LedgerError.malformedLeaf) { _ = try bundle.leaf(at: 7) }
  }

  @Test func everyChangedByteIsRefused() {
    for index in bundle.encodedLeaves.indices {
      #expect(throws: LedgerError.self) {
        _ = try read(leaves: bundle.encodedLeaves.flipped(at: index))
      }
    }
    for index in bundle.encodedHashes.indices {
      #expect(throws: LedgerError.wrongHash(index: 7 + UInt64(index / 32))) {
        _ = try read(hashes: bundle.encodedHashes.flipped(at: index))
      }
    }
  }

  @Test func countsAndLengthsThatDoNotFitAreRefused() {
    for count in [Int.min, -1, 0, 1, 2, 4, 1 << 40, Int.max] {
      #expect(throws: LedgerError.malformedBundle(first: 7)) { _ = try read(count: count) }
    }
    #expect(throws: LedgerError.malformedBundle(first: 7)) {
      _ = try read(leaves: bundle.encodedLeaves + [0])
    }
    #expect(throws: LedgerError.malformedBundle(first: 7)) {
      _ = try read(leaves: bundle.encodedLeaves.dropLast())
    }
    #expect(throws: LedgerError.malformedBundle(first: 7)) {
      _ = try read(hashes: bundle.encodedHashes.dropLast())
    }
    #expect(throws: LedgerError.malformedBundle(first: 7)) {
      _ = try read(hashes: bundle.encodedHashes + bundle.encodedHashes)
    }
    #expect(throws: LedgerError.malformedBundle(first: .max)) { _ = try read(first: .max) }
  }

  @Test func anEmptyBundleAndALeafThatIsTooLongAreRefused() {
    #expect(throws: LedgerError.malformedBundle(first: 0)) {
      _ = try LeafBundle(first: 0, leaves: [])
    }
    #expect(throws: LedgerError.tooLarge) {
      _ = try LeafBundle(first: 0, leaves: [[UInt8](repeating: 0, count: 65_536)])
    }
  }
}

extension LeafBundle {
  /// The leaves as a row holds them.
  fileprivate var encodedLeaves: [UInt8] {
    leaves.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xff)] + $0 }
  }

  /// The hashes as a row holds them.
  fileprivate var encodedHashes: [UInt8] { hashes.joined }
}
