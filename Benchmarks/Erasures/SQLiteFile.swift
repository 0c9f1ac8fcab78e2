import CSQLite
import VaultStore

/// A database by SQLite alone: a vault's, through its sealed pages, or a plain one.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
@safe
final class SQLiteFile: @unchecked Sendable {
  struct Failure: Error { let code: Int32 }

  private let handle: OpaquePointer
  /// The VFS must outlive the connection.
  private let pages: SealedPages?

  init(_ path: String, pages: SealedPages?) throws {
    self.pages = pages
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code =
      unsafe pages?.withName { unsafe sqlite3_open_v2(path, &opened, flags, $0) }
      ?? sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else { throw Failure(code: code) }
    unsafe handle = opened
    try execute(
      """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
      PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-32000
      """)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  func execute(_ sql: String) throws {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw Failure(code: code) }
  }

  /// The first column of every row, as text.
  func texts(_ sql: String) throws -> [String] {
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let statement = unsafe prepared else { throw Failure(code: code) }
    defer { unsafe sqlite3_finalize(statement) }
    var texts: [String] = []
    while unsafe sqlite3_step(statement) == SQLITE_ROW {
      if let text = unsafe sqlite3_column_text(statement, 0) {
        texts.append(unsafe String(cString: text))
      }
    }
    return texts
  }

  /// Takes the rows of one subject out of some tables, and then every free page: what does not know of keys
  /// has to do to be rid of somebody.
  func delete(_ subject: String, from tables: [String]) throws {
    try execute("BEGIN IMMEDIATE")
    for table in tables { try execute("DELETE FROM \(table) WHERE subject=\(subject)") }
    try execute("COMMIT")
    try execute("VACUUM")
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
