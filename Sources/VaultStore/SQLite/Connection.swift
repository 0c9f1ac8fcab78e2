import CSQLite
import CSealedVFS
import VaultModel

/// One SQLite connection with its prepared statements: our own thin layer over the C API.
///
/// A pooled read through GRDB 7.10 costs 12.6 µs against 3.8 µs here, and it brings full Foundation;
/// ARCHITECTURE.md has the figures.
///
/// `@unchecked Sendable`: a connection has one owner at a time. It is handed over whole, by the pool
/// or by the writer, under their mutex.
@safe
package final class Connection: @unchecked Sendable {
  /// What a connection may do.
  enum Mode: Equatable {
    case create
    /// For a file that is empty or holds a new database; so many others may be attached.
    case copy(others: Int32)
    case write
    case read
    /// As `write`, and VACUUM may run: it attaches a file without a name.
    case vacuum
    /// Nothing but ``fileBytes(at:count:)``: for a file that SQLite refuses.
    case inspect
  }

  private let handle: OpaquePointer
  /// The VFS that the connection works through; it must outlive the connection.
  let pages: SealedPages?
  /// Those of attached databases, likewise.
  private var attached: [SealedPages] = []
  private var statements: [Statement?]
  /// How long to wait for a lock, in milliseconds.
  private let busyTimeout: Int32
  /// Set by the first error but a busy lock and a broken constraint: what SQLite holds in memory may
  /// differ from the file from then on, so nothing runs on this connection again.
  private(set) var isPoisoned = false
  /// How many pages of the write-ahead log held something after this connection's last commit.
  ///
  /// The size of the file says less: a log that was copied back is written again from its start and
  /// keeps its length.
  private(set) var loggedPages = 0
  /// How many of this connection's commits wrote to the log; one of nothing does not.
  private(set) var loggedCommits = 0

  /// Where the vault stood when a reader last looked; nil for a connection that has not, or that changes
  /// things itself.
  var lastSight: Sight?

  /// The version of the library that is linked.
  static var version: String { unsafe String(cString: sqlite3_libversion()) }

  /// Opens `path` with hardened settings.
  ///
  /// Nil for `pages` opens an unsealed database: only the conversion of an old vault does.
  init(
    path: String, pages: SealedPages?, mode: Mode, busyTimeout: Int32
  ) throws(StoreError) {
    SQLiteLibrary.prepare()
    self.pages = pages
    self.busyTimeout = busyTimeout
    var opened: OpaquePointer?
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
    // A reader must be able to write the shared-memory file of the WAL, so it opens for writing too and
    // is kept from it by query_only.
    flags |= SQLITE_OPEN_READWRITE
    if mode == .create { flags |= SQLITE_OPEN_CREATE }
    let others = if case .copy(let others) = mode { others } else { 0 as Int32 }
    if others > 0 { flags |= SQLITE_OPEN_URI }
    let result =
      unsafe pages?.withName { unsafe sqlite3_open_v2(path, &opened, flags, $0) }
      ?? sqlite3_open_v2(path, &opened, flags, nil)
    guard result == SQLITE_OK, let opened = unsafe opened else {
      // SQLite hands out a connection even when it fails; forgotten, it leaks.
      unsafe sqlite3_close_v2(opened)
      throw StoreError.sqlite(result)
    }
    unsafe handle = opened
    statements = Array(repeating: nil, count: Query.allCases.count)
    try check(unsafe sqlite3_busy_timeout(handle, busyTimeout))
    if mode != .inspect { try configure(mode, others: others) }
  }

  deinit {
    statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  private func configure(_ mode: Mode, others: Int32) throws(StoreError) {
    let settings: [(option: Int32, on: Int32)] = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1),
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
      (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      // Debian's 3.40.1 can lose commits when a checkpoint meets a commit that resets the WAL: only the one
      // checkpointer, under the exclusive lock, may checkpoint.
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
    ]
    for setting in settings {
      var now: Int32 = 0
      try check(unsafe cvault_sqlite_config(handle, setting.option, setting.on, &now))
      guard now == setting.on else { throw StoreError.sqlite(SQLITE_ERROR) }
    }
    // A hostile schema or row must not make us allocate without bound: a leaf bundle is the largest.
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20)
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, mode == .vacuum ? 1 : others)
    if mode == .create || others > 0 {
      // The room at the end of each page must be there before the first is written.
      var reserved = CSEALED_RESERVED
      try check(
        unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved))
      try execute("PRAGMA page_size=4096; PRAGMA journal_mode=WAL")
    }
    // The cache is in KiB: a batch of changes that fits into it reaches the log once, at its commit.
    try execute(
      """
      PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;
      PRAGMA cell_size_check=ON; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL;
      PRAGMA cache_size=\(mode == .read ? -2_000 : -32_000);
      PRAGMA query_only=\(mode == .read ? "ON" : "OFF")
      """)
    // After `wal_autocheckpoint`, which takes the place of the hook (sqlite.org/c3ref/wal_hook.html).
    // Unretained: the hook lives as long as the handle, which `deinit` closes.
    if mode == .write {
      unsafe sqlite3_wal_hook(
        handle,
        { connection, _, _, pages in
          guard let connection = unsafe connection else { return SQLITE_OK }
          let this = unsafe Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue()
          this.loggedPages = Int(pages)
          this.loggedCommits += 1
          return SQLITE_OK
        }, Unmanaged.passUnretained(self).toOpaque())
    }
    // It would hold as much as the database in memory; a temporary file is sealed.
    if mode == .vacuum { try execute("PRAGMA temp_store=FILE") }
    if others == 0 { try check(unsafe Authorizer.install(on: handle, vacuums: mode == .vacuum)) }
  }

  /// How many rows it has changed since it was opened.
  var changedRows: Int64 { unsafe sqlite3_total_changes64(handle) }

  /// Whether a transaction has read or written something yet.
  var hasBegun: Bool { unsafe sqlite3_txn_state(handle, "main") != SQLITE_TXN_NONE }

  /// How many transactions of anybody the write-ahead log has counted; nil if that cannot be told.
  ///
  /// - Precondition: the connection has read before.
  var loggedTransactions: UInt32? {
    let count = unsafe cvault_sqlite_logged_transactions(handle)
    return count == 0 ? nil : count
  }

  /// Whether a transaction is open; SQLite ends one by itself after some errors.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// Runs SQL text without parameters; for pragmas and the schema.
  func execute(_ sql: String) throws(StoreError) {
    guard !isPoisoned else { throw StoreError.poisoned }
    try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Attaches another database under a name; nil for `pages` is an unsealed one.
  ///
  /// `immutable` is for a file that nobody writes: nothing is locked, and nothing laid beside it
  /// (sqlite.org/uri.html, "immutable").
  func attach(
    _ path: String, as name: String, pages: SealedPages?, immutable: Bool = false
  ) throws(StoreError) {
    let escaped = path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
    let system = unsafe pages?.withName { unsafe String(cString: $0) } ?? "unix"
    if let pages { attached.append(pages) }
    try execute(
      "ATTACH 'file:\(escaped)?vfs=\(system)\(immutable ? "&immutable=1" : "")' AS \(name)")
  }

  /// The first column of the first row of SQL text without parameters, as text.
  func text(_ sql: String) throws(StoreError) -> [[String]] {
    let statement = try prepare(sql)
    var rows: [[String]] = []
    while try advance(statement) {
      rows.append((0..<statement.columnCount).map { statement.text(Int32($0)) })
    }
    return rows
  }

  /// Runs a query and hands every row to `body`.
  ///
  /// The statement is prepared once per connection and reset afterwards, whatever happens.
  func each(
    _ query: Query, _ values: Value..., body: (Statement) throws(StoreError) -> Void
  ) throws(StoreError) {
    try run(query, values, body)
  }

  /// Runs a query and maps its first row; nil if there is none.
  func first<R>(
    _ query: Query, _ values: Value..., body: (Statement) throws(StoreError) -> R
  ) throws(StoreError) -> R? {
    try first(query, all: values, body: body)
  }

  /// The same with the values in an array.
  func first<R>(
    _ query: Query, all values: [Value], body: (Statement) throws(StoreError) -> R
  ) throws(StoreError) -> R? {
    try using(query, values) { (statement) throws(StoreError) in
      try advance(statement) ? try body(statement) : nil
    }
  }

  /// Runs a statement that returns nothing, and says how many rows it changed.
  @discardableResult
  func run(_ query: Query, _ values: Value...) throws(StoreError) -> Int {
    try run(query, all: values)
  }

  /// The same with the values in an array.
  @discardableResult
  func run(_ query: Query, all values: [Value]) throws(StoreError) -> Int {
    try run(query, values) { (_) throws(StoreError) in }
    return Int(unsafe sqlite3_changes(handle))
  }

  private func run(
    _ query: Query, _ values: [Value], _ body: (Statement) throws(StoreError) -> Void
  ) throws(StoreError) {
    try using(query, values) { (statement) throws(StoreError) in
      while try advance(statement) { try body(statement) }
    }
  }

  /// Lends a query's statement, bound, and makes it ready again afterwards.
  ///
  /// INVARIANT: nothing that was read is returned if the reset fails: SQLite reports there that a column
  /// could not be fetched (sqlite.org/c3ref/column_blob.html), and the column looked empty. Nor is it if a
  /// column was of another type.
  private func using<R>(
    _ query: Query, _ values: [Value], _ body: (Statement) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    let statement = try prepared(query)
    let result: R
    do throws(StoreError) {
      try check(statement.bind(values))
      result = try body(statement)
      guard !statement.isMistyped else { throw StoreError.integrity("a column") }
    } catch {
      // Its error was told already, or is the one that is told now.
      _ = try? check(statement.reset())
      throw error
    }
    try check(statement.reset())
    return result
  }

  private func prepared(_ query: Query) throws(StoreError) -> Statement {
    guard !isPoisoned else { throw StoreError.poisoned }
    if let statement = statements[query.rawValue] { return statement }
    let statement = try prepare(query.sql)
    statements[query.rawValue] = statement
    return statement
  }

  private func prepare(_ sql: String) throws(StoreError) -> Statement {
    guard !isPoisoned else { throw StoreError.poisoned }
    do {
      return try unsafe Statement(sql: sql, on: handle)
    } catch { throw remembered(error) }
  }

  private func advance(_ statement: Statement) throws(StoreError) -> Bool {
    do {
      return try statement.step()
    } catch { throw remembered(error) }
  }

  /// Poisons the connection unless the error leaves it as it was.
  private func remembered(_ error: StoreError) -> StoreError {
    if !error.leavesConnectionSound { isPoisoned = true }
    return error
  }

  private func check(_ result: Int32) throws(StoreError) {
    guard result == SQLITE_OK else { throw remembered(StoreError.sqlite(result)) }
  }

  /// Bytes of the database file as the VFS gives them; nil if they cannot be read.
  ///
  /// Past SQLite's cache and locks: only for telling why a file cannot be opened.
  func fileBytes(at offset: Int64, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBytes {
      unsafe cvault_sqlite_read_file(handle, $0.baseAddress, Int32($0.count), offset)
    }
    return result == SQLITE_OK ? bytes : nil
  }

  /// Whether every page that lies in the database's file is of the epoch that seals now; the caller has
  /// copied the log back.
  func isOfNewestEpoch() throws(StoreError) -> Bool {
    guard !isPoisoned else { throw StoreError.poisoned }
    var others: Int64 = 0
    try check(unsafe sqlite3_file_control(handle, "main", CSEALED_FCNTL_OTHER_EPOCHS, &others))
    return others == 0
  }

  /// Copies the WAL into the database; the caller holds the exclusive lock.
  ///
  /// - Parameters:
  ///   - mode: `restart` and `truncate` also wait until no reader uses the WAL.
  ///   - isPatient: whether to wait for readers as long as for other writers, or not at all.
  /// - Returns: false if a reader kept part of it from being copied. SQLite says so in numbers, not as
  ///   an error (sqlite.org/c3ref/wal_checkpoint_v2.html).
  /// - Throws: `StoreError` for anything but a busy lock.
  func checkpoint(
    _ mode: CheckpointMode, isPatient: Bool = true
  ) throws(StoreError) -> Bool {
    guard !isPoisoned else { throw StoreError.poisoned }
    if !isPatient { unsafe sqlite3_busy_timeout(handle, 0) }
    defer { if !isPatient { unsafe sqlite3_busy_timeout(handle, busyTimeout) } }
    var logged: Int32 = 0
    var copied: Int32 = 0
    let result = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode.rawValue, &logged, &copied)
    if result & 0xff == SQLITE_BUSY { return false }
    try check(result)
    if logged == copied { loggedPages = 0 }
    return logged == copied
  }

  enum CheckpointMode: Int32 {
    case passive = 0
    case restart = 2
    case truncate = 3
  }
}
