import CRawSQLite

/// The rows of the comparison in a plain SQLite table: no permission, no encryption, no audit.
@safe
final class RawStore {
  enum Failure: Error { case sqlite(Int32), wrongRow }

  private let connection: OpaquePointer
  private let read: OpaquePointer
  private let insert: OpaquePointer

  /// Makes the table, in WAL mode as the vault's database is.
  init(path: String) throws {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else { throw Failure.sqlite(code) }
    unsafe connection = opened
    let schema = """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
      CREATE TABLE value(subject TEXT NOT NULL, category INTEGER NOT NULL, key TEXT NOT NULL, \
      version INTEGER NOT NULL, origin INTEGER NOT NULL, collected INTEGER NOT NULL, \
      value BLOB NOT NULL, PRIMARY KEY(subject, category, key)) STRICT, WITHOUT ROWID
      """
    guard unsafe sqlite3_exec(opened, schema, nil, nil, nil) == SQLITE_OK else {
      throw Failure.sqlite(SQLITE_ERROR)
    }
    unsafe read = try Self.prepare(
      "SELECT value, origin, collected FROM value WHERE subject=? AND category=3 AND key=''", opened
    )
    unsafe insert = try Self.prepare("INSERT INTO value VALUES(?,3,'',1,0,1790000000000,?)", opened)
  }

  deinit {
    unsafe sqlite3_finalize(read)
    unsafe sqlite3_finalize(insert)
    unsafe sqlite3_close(connection)
  }

  private static func prepare(_ sql: String, _ connection: OpaquePointer) throws -> OpaquePointer {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement = unsafe statement else { throw Failure.sqlite(code) }
    return unsafe statement
  }

  private func execute(_ sql: String) throws {
    let code = unsafe sqlite3_exec(connection, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw Failure.sqlite(code) }
  }

  /// Fills the table in one transaction.
  func fill(_ subjects: [String], with value: [UInt8]) throws {
    try execute("BEGIN")
    for var subject in subjects {
      let code = subject.withUTF8 { text in
        unsafe value.withUnsafeBytes { bytes in
          _ = unsafe raw_bind_text(
            insert, 1, UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self),
            Int32(text.count))
          _ = unsafe raw_bind_blob(insert, 2, bytes.baseAddress, Int32(bytes.count))
          return unsafe sqlite3_step(insert)
        }
      }
      guard code == SQLITE_DONE else { throw Failure.sqlite(code) }
      unsafe sqlite3_reset(insert)
    }
    try execute("COMMIT")
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// One read in a transaction of its own; the value is copied into an array.
  func value(of subject: String) throws -> [UInt8] {
    var subject = subject
    return try subject.withUTF8 { text in
      defer { unsafe sqlite3_reset(read) }
      _ = unsafe raw_bind_text(
        read, 1, UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self),
        Int32(text.count))
      guard unsafe sqlite3_step(read) == SQLITE_ROW,
        let blob = unsafe sqlite3_column_blob(read, 0)
      else { throw Failure.wrongRow }
      let count = Int(unsafe sqlite3_column_bytes(read, 0))
      return unsafe Array(UnsafeRawBufferPointer(start: blob, count: count))
    }
  }

  /// The same inside one transaction for all.
  func values(of subjects: ArraySlice<String>) throws -> Int {
    try execute("BEGIN")
    var sum = 0
    for subject in subjects { sum += try value(of: subject).count }
    try execute("COMMIT")
    return sum
  }
}
