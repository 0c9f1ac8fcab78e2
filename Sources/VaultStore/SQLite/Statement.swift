import CSQLite
import VaultModel

/// A value to bind; SQLite copies bytes and text before the call returns.
enum Value {
  case integer(Int64)
  case identifier(Identifier)
  case bytes([UInt8])
  case text(String)
  case null

  static func id(_ id: Identifier) -> Value { .identifier(id) }
  static func time(_ time: Timestamp) -> Value { .integer(time.milliseconds) }
  static func number<Kind>(_ number: Number<Kind>) -> Value { .integer(Int64(number.rawValue)) }
  static func bytes(optional bytes: [UInt8]?) -> Value { bytes.map { .bytes($0) } ?? .null }
  static func unsigned(_ number: UInt64) -> Value { .integer(Int64(clamping: number)) }
}

/// A prepared statement, owned by the connection that made it.
@safe
final class Statement {
  private let handle: OpaquePointer
  /// Where identifiers lie while they are bound, 16 bytes for each parameter: SQLite reads them there
  /// and need not copy them.
  private let identifiers: UnsafeMutableRawBufferPointer
  /// Whether a column that was read since the last reset held another type than it was read as, or a text
  /// that is not UTF-8 without NUL.
  ///
  /// SQLite would convert it (sqlite.org/c3ref/column_blob.html), so that something missing reads as 0. No
  /// vault of ours holds such a column; the tables are strict.
  private(set) var isMistyped = false

  init(sql: String, on connection: OpaquePointer) throws(StoreError) {
    var prepared: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard result == SQLITE_OK, let prepared = unsafe prepared else {
      throw StoreError.sqlite(result)
    }
    unsafe handle = prepared
    unsafe identifiers = .allocate(
      byteCount: 16 * Int(sqlite3_bind_parameter_count(prepared)), alignment: 8)
  }

  deinit {
    unsafe sqlite3_finalize(handle)
    unsafe identifiers.deallocate()
  }

  /// Binds the values to the parameters, in order, and answers with SQLite's result code.
  func bind(_ values: [Value]) -> Int32 {
    for (offset, value) in values.enumerated() {
      let result = bind(value, at: Int32(offset + 1))
      guard result == SQLITE_OK else { return result }
    }
    return SQLITE_OK
  }

  private func bind(_ value: Value, at index: Int32) -> Int32 {
    switch value {
    case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
    case .null: return unsafe sqlite3_bind_null(handle, index)
    case .identifier(let id):
      let offset = 16 * (Int(index) - 1)
      guard unsafe offset + 16 <= identifiers.count, let base = unsafe identifiers.baseAddress
      else {
        return SQLITE_RANGE
      }
      unsafe identifiers.storeBytes(of: id.high.bigEndian, toByteOffset: offset, as: UInt64.self)
      unsafe identifiers.storeBytes(of: id.low.bigEndian, toByteOffset: offset + 8, as: UInt64.self)
      // Until the next binding, and `reset` lets go of it before that.
      return unsafe cvault_sqlite_bind_kept(handle, index, base + offset, 16)
    case .bytes(let bytes):
      return unsafe bytes.withUnsafeBytes {
        unsafe cvault_sqlite_bind_blob(handle, index, $0.baseAddress, Int32($0.count))
      }
    case .text(let text):
      var text = text
      return text.withUTF8 {
        unsafe cvault_sqlite_bind_text(handle, index, $0.baseAddress, Int32($0.count))
      }
    }
  }

  /// Whether there is a row.
  func step() throws(StoreError) -> Bool {
    let result = unsafe sqlite3_step(handle)
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw StoreError.sqlite(result)
    }
  }

  /// Makes the statement ready for its next use, and answers with SQLite's result code: that of a failed
  /// step once more, or that of a column that could not be fetched.
  func reset() -> Int32 {
    let result = unsafe sqlite3_reset(handle)
    isMistyped = false
    unsafe sqlite3_clear_bindings(handle)
    return result
  }

  var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  private func expect(_ type: Int32, _ column: Int32) {
    if unsafe sqlite3_column_type(handle, column) != type { isMistyped = true }
  }

  func integer(_ column: Int32) -> Int64 {
    expect(SQLITE_INTEGER, column)
    return unsafe sqlite3_column_int64(handle, column)
  }

  func text(_ column: Int32) -> String {
    expect(SQLITE_TEXT, column)
    guard let bytes = unsafe sqlite3_column_text(handle, column) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    let buffer = unsafe UnsafeBufferPointer(start: bytes, count: count)
    guard let text = unsafe String(validating: buffer, as: UTF8.self), !text.utf8.contains(0) else {
      isMistyped = true
      return ""
    }
    return text
  }

  func bytes(_ column: Int32) -> [UInt8] {
    expect(SQLITE_BLOB, column)
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    guard count > 0, let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  // The typed columns below refuse what no vault of ours ever wrote.

  func id(_ column: Int32) throws(StoreError) -> Identifier {
    expect(SQLITE_BLOB, column)
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    guard count == 16, let start = unsafe sqlite3_column_blob(handle, column),
      let id = unsafe Identifier(copying: UnsafeRawBufferPointer(start: start, count: count))
    else { throw .integrity("an id") }
    return id
  }

  func time(_ column: Int32) throws(StoreError) -> Timestamp {
    guard let time = Timestamp(milliseconds: integer(column)) else { throw .integrity("a time") }
    return time
  }

  func number<Kind>(_ column: Int32) throws(StoreError) -> Number<Kind> {
    Number(try unsigned(column))
  }

  func unsigned<N: FixedWidthInteger>(_ column: Int32) throws(StoreError) -> N {
    guard let number = N(exactly: integer(column)) else { throw .integrity("a number") }
    return number
  }
}
