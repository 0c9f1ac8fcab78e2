#if canImport(CSQLCipher)
  import CSQLCipher
#else
  import CSQLite
  import CSealedVFS
#endif

/// A table of a million rows of 200 bytes, as every side has it.
///
/// The program `sqlcipher-pages` is made of this very file.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
@safe
final class Database: @unchecked Sendable {
  private let handle: OpaquePointer
  private var random: UInt32 = 1

  init(_ path: String, vfs: String?) throws {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    try Failure.check(unsafe sqlite3_open_v2(path, &opened, flags, vfs))
    guard let opened = unsafe opened else { throw Failure(code: SQLITE_NOMEM) }
    unsafe handle = opened
    #if canImport(CSQLCipher)
      // A raw key: the time of a key derivation is not the question. Cipher and MAC are the defaults.
      let key = String(repeating: "0123456789abcdef", count: 4)
      try execute("PRAGMA key=\"x'\(key)'\"; PRAGMA cipher_page_size=4096")
    #else
      // Plain pages have the same room as sealed ones.
      var reserved = CSEALED_RESERVED
      try Failure.check(
        unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved))
    #endif
    try execute(
      """
      PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
      PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0;
      PRAGMA temp_store=MEMORY
      """)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Does one thing; a database that is open is not opened again.
  func perform(_ work: Work) throws {
    switch work {
    case .open: break
    case .execute(let sql): try execute(sql)
    case .fill(let rows): try fill(rows)
    case .read(let count, let rows, let one): try read(count, of: rows, inOneTransaction: one)
    case .scan: try execute("SELECT sum(number) FROM row")
    case .update(let count, let rows): try update(count, of: rows)
    case .updateOneByOne(let count): try updateOneByOne(count)
    }
  }

  private func execute(_ sql: String) throws {
    try Failure.check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
  }

  private func fill(_ rows: Int) throws {
    try execute("CREATE TABLE row(id INTEGER PRIMARY KEY, content BLOB, number INTEGER)")
    let content = [UInt8](repeating: 7, count: 200)
    try execute("BEGIN")
    unsafe try each("INSERT INTO row VALUES(?1, ?2, ?1)", rows) { statement, index in
      unsafe sqlite3_bind_int64(statement, 1, Int64(index))
      _ = unsafe content.withUnsafeBytes {
        unsafe cvault_sqlite_bind_kept(statement, 2, $0.baseAddress, Int32($0.count))
      }
      if index % 10_000 == 9_999 { try execute("COMMIT; BEGIN") }
    }
    try execute("COMMIT")
    try Failure.check(
      unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil))
  }

  private func read(_ count: Int, of rows: Int, inOneTransaction: Bool) throws {
    if inOneTransaction { try execute("BEGIN") }
    unsafe try each("SELECT number FROM row WHERE id=?", count) { statement, _ in
      unsafe sqlite3_bind_int64(statement, 1, next(rows))
    }
    if inOneTransaction { try execute("COMMIT") }
  }

  private func update(_ count: Int, of rows: Int) throws {
    try execute("BEGIN")
    unsafe try each("UPDATE row SET number=number+1 WHERE id=?", count) { statement, _ in
      unsafe sqlite3_bind_int64(statement, 1, next(rows))
    }
    try execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func updateOneByOne(_ count: Int) throws {
    unsafe try each("UPDATE row SET number=number+1 WHERE id=?", count) { statement, index in
      unsafe sqlite3_bind_int64(statement, 1, Int64(index))
    }
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// The same rows in each round and on both sides.
  private func next(_ rows: Int) -> Int64 {
    random = random &* 1_664_525 &+ 1_013_904_223
    return Int64(random) % Int64(rows)
  }

  private func each(
    _ sql: String, _ count: Int, _ bind: (OpaquePointer, Int) throws -> Void
  ) throws {
    var prepared: OpaquePointer?
    try Failure.check(unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil))
    guard let statement = unsafe prepared else { throw Failure(code: SQLITE_ERROR) }
    defer { unsafe sqlite3_finalize(statement) }
    for index in 0..<count {
      unsafe try bind(statement, index)
      try Failure.check(unsafe sqlite3_step(statement))
      try Failure.check(unsafe sqlite3_reset(statement))
    }
  }
}
