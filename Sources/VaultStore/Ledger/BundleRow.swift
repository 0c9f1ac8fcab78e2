import VaultCrypto
import VaultLedger
import VaultModel

/// A row of leaves, those of one transaction, as it is stored: nothing was checked.
struct StoredBundle: Sendable {
  let first: UInt64
  let count: UInt64
  private let leaves: [UInt8]
  private let hashes: [UInt8]
  let subjects: [UInt8]

  init(_ row: Statement) throws(StoreError) {
    first = try row.unsigned(0)
    count = try row.unsigned(1)
    leaves = row.bytes(2)
    hashes = row.bytes(3)
    subjects = row.bytes(4)
  }

  /// The leaves, each of them hashed again.
  func read() throws(StoreError) -> BundleRow {
    guard let count = Int(exactly: count), subjects.count / 16 == count,
      subjects.count.isMultiple(of: 16),
      let bundle = try? LeafBundle(first: first, count: count, leaves: leaves, hashes: hashes)
    else { throw .integrity("a row of the ledger") }
    return BundleRow(bundle: bundle, subjects: subjects)
  }

  /// One leaf, hashed again, without looking at the others.
  ///
  /// - Parameter offset: from the first, below ``count``.
  func leaf(at offset: Int) throws(StoreError) -> Leaf {
    let broken = StoreError.integrity("a row of the ledger")
    var reader = ByteReader(leaves)
    for _ in 0..<offset {
      guard reader.prefixed() != nil else { throw broken }
    }
    let place = 32 * offset..<32 * (offset + 1)
    guard let found = reader.prefixed(), place.upperBound <= hashes.count else { throw broken }
    let bytes = Array(found)
    guard SHA256.leaf(bytes).bytes.elementsEqual(hashes[place]),
      let leaf = try? Leaf(decoding: bytes)
    else { throw broken }
    return leaf
  }
}

/// A row of leaves that fits together.
struct BundleRow {
  let bundle: LeafBundle
  /// The ids of the leaves' subjects, 16 bytes each.
  var subjects: [UInt8]

  init(bundle: LeafBundle, subjects: [UInt8]) {
    self.bundle = bundle
    self.subjects = subjects
  }

  init(_ row: Statement) throws(StoreError) { self = try StoredBundle(row).read() }
}
