#if canImport(CSQLCipher)
  import CSQLCipher
#else
  import CSQLite
#endif

/// SQLite refused.
struct Failure: Error {
  let code: Int32

  static func check(_ code: Int32) throws {
    guard [SQLITE_OK, SQLITE_ROW, SQLITE_DONE].contains(code) else { throw Failure(code: code) }
  }
}
