import VaultLedger

/// A row of leaves, those of one transaction, as it is stored: nothing was checked.
struct StoredBundle: Sendable {
  let first: UInt64
  let count: UInt64
  private let leaves: [UInt8]
  private let hashes: [UInt8]
  private let subjects: [UInt8]

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
