import ConsentVault
import ConsentVaultTesting
import VaultStore

/// Opens the database of a copy for edits of rows, as somebody who has the page key and no other.
func openRaw(_ place: String, of test: TestVault) throws -> RawDatabase {
  let raw = try RawDatabase(place + "/data.db", pages: SealedPages(test.vault.keys))
  // The attacker's own durability does not matter.
  try raw.run("PRAGMA synchronous=OFF")
  return raw
}

/// A table as an attacker sees it: its columns, its key, and its rows at one time.
struct RawTable: Sendable {
  typealias Cell = RawDatabase.Cell

  let name: String
  let columns: [String]
  /// The columns of its primary key, as places in ``columns``.
  let key: [Int]
  let rows: [[Cell]]

  init(_ name: String, in raw: RawDatabase) throws {
    self.name = name
    var columns: [String] = []
    var key: [Int] = []
    for row in try raw.run("SELECT name, pk FROM pragma_table_info('\(name)') ORDER BY cid") {
      guard case .text(let column) = row[0], case .integer(let place) = row[1] else { continue }
      if place > 0 { key.append(columns.count) }
      columns.append(column)
    }
    self.columns = columns
    self.key = key
    rows = try raw.run("SELECT \(columns.joined(separator: ",")) FROM \(name)")
  }

  /// The cells of the key.
  func key(of row: [Cell]) -> [Cell] { key.map { row[$0] } }

  /// Takes a row away.
  func delete(_ row: [Cell], in raw: RawDatabase) throws {
    let place = key.map { "\(columns[$0])=?" }.joined(separator: " AND ")
    try raw.run("DELETE FROM \(name) WHERE \(place)", all: key(of: row))
  }

  /// Puts a row there; it fails if something is in its place.
  func insert(_ row: [Cell], in raw: RawDatabase) throws {
    let marks = row.map { _ in "?" }.joined(separator: ",")
    try raw.run("INSERT INTO \(name) VALUES(\(marks))", all: row)
  }

  /// Puts `new` in the place of `old`, in one transaction; false if the tables do not allow it.
  func replace(_ old: [[Cell]], by new: [[Cell]], in raw: RawDatabase) throws -> Bool {
    try raw.run("BEGIN IMMEDIATE")
    do {
      for row in old { try delete(row, in: raw) }
      for row in new { try insert(row, in: raw) }
      try raw.run("COMMIT")
      return true
    } catch let failure as RawDatabase.Failure where failure.isConstraint {
      try raw.run("ROLLBACK")
      return false
    }
  }
}

extension RawDatabase.Failure {
  /// A row is there already, or a column may not hold it (sqlite.org/rescode.html#constraint).
  fileprivate var isConstraint: Bool { code & 0xff == 19 }
}
