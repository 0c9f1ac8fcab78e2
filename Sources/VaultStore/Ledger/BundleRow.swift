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

  /// Whether the leaf at an index lies in this row.
  func holds(_ index: UInt64) -> Bool { index >= first && index - first < count }

  /// The bytes of one leaf, hashed again; nil if it is not in this row.
  ///
  /// The others are stepped over: a row of a batch has hundreds, and whoever wants them all reads the row.
  func leaf(at index: UInt64) throws(StoreError) -> [UInt8]? {
    guard holds(index) else { return nil }
    let place = Int(index - first)
    guard subjects.count / 16 == count, hashes.count / 32 == count else {
      throw .integrity("a row of the ledger")
    }
    var start = 2
    var end = 0
    for _ in 0...place {
      start = end + 2
      guard start <= leaves.count else { throw .integrity("a row of the ledger") }
      end = start + (Int(leaves[start - 2]) << 8 | Int(leaves[start - 1]))
    }
    guard end <= leaves.count else { throw .integrity("a row of the ledger") }
    let leaf = Array(leaves[start..<end])
    guard SHA256.leaf(leaf).bytes.elementsEqual(hashes[place * 32..<(place + 1) * 32]) else {
      throw .integrity("a row of the ledger")
    }
    return leaf
  }

  /// The random id of the subject of one leaf; nil where it is about nobody, or about somebody erased.
  func subject(of index: UInt64) -> Identifier? {
    Identifier(besideLeaf: Int(index - first), of: subjects)
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
