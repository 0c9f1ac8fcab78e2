import CSQLite
import ConsentVault
import ConsentVaultTesting
import VaultStore

/// What somebody who has the page key, and no other, does to a vault's database: the holder of another
/// purpose's key, who can write the files.
@safe
final class RawDatabase {
  /// A column's content, as SQLite tells it.
  enum Cell: Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
  }

  struct Failure: Error { let code: Int32 }

  private let handle: OpaquePointer
  /// The VFS must outlive the connection.
  private let pages: SealedPages?

  /// Opens the file of a vault with nothing of our own hardening; nil for `pages` is an unsealed one.
  init(_ path: String, pages: SealedPages?) throws {
    self.pages = pages
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI
    let result =
      unsafe pages?.withName { unsafe sqlite3_open_v2(path, &opened, flags, $0) }
      ?? sqlite3_open_v2(path, &opened, flags, nil)
    guard result == SQLITE_OK, let opened = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw Failure(code: result)
    }
    unsafe handle = opened
    unsafe sqlite3_busy_timeout(handle, 10_000)
    // What we overwrite stays where it is: the vault checkpoints, we do not.
    var now: Int32 = 0
    _ = unsafe cvault_sqlite_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &now)
    try run("PRAGMA wal_autocheckpoint=0")
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Runs one statement and returns its rows.
  @discardableResult
  func run(_ sql: String, _ values: Cell...) throws -> [[Cell]] { try run(sql, all: values) }

  /// The same with the values in an array.
  @discardableResult
  func run(_ sql: String, all values: [Cell]) throws -> [[Cell]] {
    var prepared: OpaquePointer?
    let result = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
    guard result == SQLITE_OK, let statement = unsafe prepared else {
      throw Failure(code: result)
    }
    defer { unsafe sqlite3_finalize(statement) }
    for (offset, value) in values.enumerated() {
      unsafe Self.bind(value, Int32(offset + 1), statement)
    }
    var rows: [[Cell]] = []
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW:
        let count = unsafe sqlite3_column_count(statement)
        rows.append((0..<count).map { unsafe Self.cell($0, statement) })
      case SQLITE_DONE: return rows
      case let code: throw Failure(code: code)
      }
    }
  }

  /// Lets every column hold anything, as for somebody who makes the pages by hand.
  ///
  /// SQLite checks types by the text of the schema (sqlite.org/stricttables.html), which is put back by
  /// ``tighten()``.
  func loosen() throws {
    let rows = try run("SELECT name, sql FROM sqlite_schema WHERE type='table'")
    try run("CREATE TEMP TABLE sound(name TEXT, sql TEXT)")
    for row in rows { try run("INSERT INTO temp.sound VALUES(?,?)", all: row) }
    try editSchema(
      """
      UPDATE sqlite_schema SET sql=replace(replace(replace(replace(replace(replace(sql, \
      ') STRICT, ', ') '), ') STRICT', ')'), ' INTEGER NOT NULL', ' BLOB'), ' TEXT NOT NULL', ' BLOB'), \
      ' TEXT,', ' BLOB,'), ' BLOB NOT NULL', ' BLOB') WHERE type='table'
      """)
  }

  /// Gives the columns their types back; what they hold stays.
  func tighten() throws {
    try editSchema(
      """
      UPDATE sqlite_schema AS now SET sql=(SELECT sql FROM temp.sound WHERE sound.name=now.name) \
      WHERE type='table'
      """)
  }

  private func editSchema(_ sql: String) throws {
    try run("PRAGMA writable_schema=ON")
    try run(sql)
    // Reads the schema anew (sqlite.org/pragma.html, writable_schema).
    try run("PRAGMA writable_schema=RESET")
  }

  /// How many rows the last statement changed.
  var changes: Int { Int(unsafe sqlite3_changes(handle)) }

  private static func bind(_ value: Cell, _ index: Int32, _ statement: OpaquePointer) {
    switch value {
    case .null: unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
    case .text(var text):
      _ = text.withUTF8 {
        unsafe cvault_sqlite_bind_text(statement, index, $0.baseAddress, Int32($0.count))
      }
    case .blob(let bytes):
      _ = unsafe bytes.withUnsafeBytes {
        unsafe cvault_sqlite_bind_blob(statement, index, $0.baseAddress, Int32($0.count))
      }
    }
  }

  private static func cell(_ column: Int32, _ statement: OpaquePointer) -> Cell {
    switch unsafe sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
    case SQLITE_TEXT:
      guard let text = unsafe sqlite3_column_text(statement, column) else { return .text("") }
      return .text(unsafe String(cString: text))
    case SQLITE_BLOB:
      let count = Int(unsafe sqlite3_column_bytes(statement, column))
      guard count > 0, let start = unsafe sqlite3_column_blob(statement, column) else {
        return .blob([])
      }
      return .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}

extension TestVault {
  /// The database as the holder of the page key opens it.
  func raw() throws -> RawDatabase {
    try RawDatabase(path + "/data.db", pages: SealedPages(vault.keys))
  }
}
