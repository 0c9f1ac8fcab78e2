import CRawSQLite

/// A plain SQLite file in WAL mode, as it is without any vault.
@safe
final class RawDatabase {
  private let connection: OpaquePointer

  init(_ path: String, synchronous: String, schema: String) throws {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      throw RawStatement.Failure(code: code)
    }
    unsafe connection = opened
    try execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=\(synchronous); \(schema)")
  }

  /// The connection closes with its last statement.
  deinit { unsafe sqlite3_close_v2(connection) }

  /// Rows that the last statement changed.
  var changes: Int { Int(unsafe sqlite3_changes(connection)) }

  func execute(_ sql: String) throws {
    let code = unsafe sqlite3_exec(connection, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw RawStatement.Failure(code: code) }
  }

  /// Makes a statement that is kept.
  func statement(_ sql: String) throws -> RawStatement { try unsafe RawStatement(sql, connection) }

  /// Does something as one change.
  func transaction(_ body: () throws -> Void) throws {
    try execute("BEGIN IMMEDIATE")
    try body()
    try execute("COMMIT")
  }
}
