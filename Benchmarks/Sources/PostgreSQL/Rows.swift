import CPQ

/// What a statement answered, in binary; freed with the value.
@safe
public struct Rows: ~Copyable {
  private let result: OpaquePointer

  /// Takes over a result; `ended` tells why there is none.
  init(_ result: OpaquePointer?, ended: () -> Failure) throws {
    guard let result = unsafe result else { throw ended() }
    switch unsafe PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: unsafe self.result = result
    default:
      defer { unsafe PQclear(result) }
      // PG_DIAG_SQLSTATE
      let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C")))
      throw Failure(
        message: unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? "",
        state: unsafe state.map { unsafe String(cString: $0) } ?? "")
    }
  }

  deinit { unsafe PQclear(result) }

  /// How many rows there are.
  public var count: Int { Int(unsafe PQntuples(result)) }

  /// How many rows a statement without an answer changed.
  public var changed: Int {
    unsafe PQcmdTuples(result).flatMap { Int(unsafe String(cString: $0)) } ?? 0
  }

  /// Hands on the bytes of a field, where libpq keeps them.
  public func withBytes<R>(
    _ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    let start = unsafe PQgetvalue(result, Int32(row), Int32(column))
    let count = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// How many bytes a field has.
  public func byteCount(_ row: Int, _ column: Int) -> Int {
    Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
  }

  /// A field of the type `bigint` or `integer`.
  public func number(_ row: Int, _ column: Int) -> Int {
    unsafe withBytes(row, column) { bytes in
      let value = unsafe bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return bytes.count == 4
        ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
    }
  }
}
