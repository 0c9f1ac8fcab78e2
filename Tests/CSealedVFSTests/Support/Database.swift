import CSQLite
import CSealedVFS
import CVFSProbes

/// An SQLite connection for tests: SQL in, rows of text out.
@safe
final class Database {
  struct Failure: Error, Equatable {
    let code: Int32
    init(_ code: Int32) { self.code = code }
  }

  let handle: OpaquePointer
  private let sealed: Sealed?

  /// Opens a database; without `sealed`, through the default VFS.
  init(
    _ path: String, _ sealed: Sealed?, create: Bool = false, room: Int32 = CSEALED_RESERVED
  ) throws {
    self.sealed = sealed
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE
      | (create ? SQLITE_OPEN_CREATE : 0)
    let result = unsafe sqlite3_open_v2(path, &opened, flags, sealed?.name)
    guard result == SQLITE_OK, let opened = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw Failure(result)
    }
    unsafe handle = opened
    unsafe sqlite3_busy_timeout(handle, 20_000)
    var now: Int32 = 0
    unsafe cvault_sqlite_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &now)
    if create, sealed != nil { reserve(room) }
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// A new database in WAL mode with the settings of a vault.
  static func make(_ path: String, _ sealed: Sealed?) throws -> Database {
    let database = try Database(path, sealed, create: true)
    try database.run(
      "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
        + "PRAGMA secure_delete=ON; PRAGMA synchronous=OFF")
    return database
  }

  func reserve(_ count: Int32) {
    var count = count
    unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &count)
  }

  /// Runs statements one after the other; the rows of all.
  @discardableResult
  func run(_ sql: String) throws -> [[String]] {
    var rows: [[String]] = []
    try unsafe sql.withCString { start in
      var next: UnsafePointer<CChar>? = unsafe start
      while let text = unsafe next, unsafe text.pointee != 0 {
        var statement: OpaquePointer?
        var rest: UnsafePointer<CChar>?
        let result = unsafe sqlite3_prepare_v2(handle, text, -1, &statement, &rest)
        guard result == SQLITE_OK else { throw Failure(result) }
        unsafe next = rest
        guard let prepared = unsafe statement else { continue }
        defer { unsafe sqlite3_finalize(prepared) }
        try rows.append(contentsOf: unsafe steps(prepared))
      }
    }
    return rows
  }

  private func steps(_ statement: OpaquePointer) throws -> [[String]] {
    var rows: [[String]] = []
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append(
          (0..<(unsafe sqlite3_column_count(statement))).map {
            guard let text = unsafe sqlite3_column_text(statement, $0) else { return "" }
            return unsafe String(cString: text)
          })
      case SQLITE_DONE: return rows
      case let code: throw Failure(code)
      }
    }
  }

  /// The first value of the first row.
  func value(_ sql: String) throws -> String { try run(sql).first?.first ?? "" }

  func number(_ sql: String) throws -> Int { Int(try value(sql)) ?? -1 }

  /// Copies the log back and cuts it off; false if somebody was in the way.
  @discardableResult
  func checkpoint() throws -> Bool {
    try run("PRAGMA wal_checkpoint(TRUNCATE)").first?.first == "0"
  }

  /// Forgets the pages that SQLite holds, so that the next query reads the file.
  func forget() { unsafe sqlite3_db_release_memory(handle) }

  /// The open file of the database, and of its log, for calls beneath SQLite.
  var file: UnsafeMutablePointer<sqlite3_file> {
    guard let file = unsafe probes_database(handle) else { preconditionFailure("no file") }
    return unsafe file
  }

  var log: UnsafeMutablePointer<sqlite3_file> {
    guard let file = unsafe probes_log(handle) else { preconditionFailure("no log") }
    return unsafe file
  }
}
