import CRawSQLite
import GDPRBench

/// A prepared statement of plain SQLite, by C calls and without a copy that they do not need.
@safe
final class RawStatement {
  struct Failure: Error { let code: Int32 }

  private let statement: OpaquePointer

  @unsafe init(_ sql: String, _ connection: OpaquePointer) throws {
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw Failure(code: code) }
    unsafe statement = prepared
  }

  deinit { unsafe sqlite3_finalize(statement) }

  /// Binds a number.
  func bind(_ place: Int32, _ number: Int) {
    unsafe sqlite3_bind_int64(statement, place, Int64(number))
  }

  /// Binds bytes, which SQLite copies.
  func bind(_ place: Int32, _ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes {
      _ = unsafe raw_bind_blob_copy(statement, place, $0.baseAddress, Int32($0.count))
    }
  }

  /// Runs it with a text as its first argument, and gives each row to `body`.
  func run(_ text: String, _ body: (borrowing RawRow) -> Void = { _ in }) throws {
    var text = text
    try text.withUTF8 { text in
      _ = unsafe raw_bind_text(
        statement, 1, UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self),
        Int32(text.count))
      try run(body)
    }
  }

  /// Runs it, and gives each row to `body`.
  func run(_ body: (borrowing RawRow) -> Void = { _ in }) throws {
    defer { unsafe sqlite3_reset(statement) }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw Failure(code: code) }
      body(unsafe RawRow(statement))
    }
  }
}

/// The row at hand of a statement, for as long as it is.
@safe
struct RawRow: ~Copyable {
  private let statement: OpaquePointer

  @unsafe init(_ statement: OpaquePointer) { unsafe self.statement = statement }

  /// A column of integers.
  func integer(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(statement, column)) }

  /// The digest of a column's bytes, and how many they are.
  func digest(_ column: Int32) -> (sum: UInt64, count: Int) {
    let start = unsafe sqlite3_column_blob(statement, column)
    let count = Int(unsafe sqlite3_column_bytes(statement, column))
    return (unsafe ValueDigest.of(UnsafeRawBufferPointer(start: start, count: count)), count)
  }
}
