import Glibc
package import VaultCrypto

/// Brings a vault of an earlier version up to this one: seals its pages if they are not, and gives it the
/// tables of today.
///
/// It is one step: a sealed database is made beside the old one, from it, and takes its name. A crash before
/// the renaming leaves the old vault as it was, and one after it the new. The old file's blocks are
/// overwritten; what the file system or the drive had copied elsewhere before is beyond reach.
package struct Conversion {
  private let directory: VaultDirectory
  private let keys: KeyChain

  /// The new database until it takes the other's name.
  private var made: String { directory.database + "-sealing" }

  /// For a vault whose keyring an owner has unlocked.
  package init(of directory: VaultDirectory, keys: KeyChain) {
    self.directory = directory
    self.keys = keys
  }

  /// Makes the new database, unless the vault is of this version.
  ///
  /// The schema is checked before; whether the ledger fits its anchors, the next opening tells.
  ///
  /// - Returns: false if there was nothing to do.
  /// - Throws: `StoreError`; ``StoreError/Code/busy`` if another process has the vault open. The vault
  ///   is then as it was.
  package func run() throws -> Bool {
    let lock = try SecureFile.open(directory.lock, writable: true)
    guard try lock.tryLock(exclusive: true) else { throw Self.inUse }
    defer { try? lock.unlock() }
    clear()
    try directory.checkFile(directory.database, "the database")
    try directory.checkFile(directory.log, "the write-ahead log")
    let pages = try directory.databaseIsSealed() ? SealedPages(keys) : nil
    if let pages, try version(pages) == Schema.currentVersion { return false }
    // Closed last: closing a file gives up the locks that SQLite holds on it.
    let old = try SecureFile.open(directory.database, writable: true)
    do {
      let connection = try copy(pages)
      try SecureFile.open(made, writable: true).synchronize()
      guard unsafe rename(made, directory.database) == 0 else {
        throw StoreError.file("the new database cannot take its place", errno)
      }
      try SecureFile.synchronizeDirectory(of: directory.database)
      // While the lock on the old file is held: whoever had opened it without reading finds nothing.
      try old.overwrite()
      withExtendedLifetime(connection) {}
    } catch {
      clear()
      throw error
    }
    return true
  }

  /// The version of a database that is sealed.
  private func version(_ pages: SealedPages) throws -> Int {
    try Schema.check(
      Connection(path: directory.database, pages: pages, mode: .read, busyTimeout: 0))
  }

  /// Makes the new database from the old one, and answers the connection that keeps others off it.
  ///
  /// Nil for `pages` is an old one that is not sealed.
  private func copy(_ pages: SealedPages?) throws -> Connection {
    try directory.makeFile(made)
    let connection = try Connection(
      path: made, pages: SealedPages(keys), mode: .copy(others: 1), busyTimeout: 0)
    try Self.attach(directory.database, pages, to: connection)
    try Schema.check(connection, database: "old")
    try Schema.create(on: connection)
    let tables = try connection.text("SELECT name FROM old.sqlite_schema WHERE type='table'")
      .map { $0[0] }
    try connection.execute("BEGIN IMMEDIATE")
    for table in tables {
      try connection.execute("INSERT INTO main.\(table) SELECT * FROM old.\(table)")
    }
    if !tables.contains("candidate") { try Candidates(connection: connection).rebuild(keys) }
    try connection.execute("COMMIT")
    // Of both files: it is of all that are attached, and busy if one of them is.
    guard try connection.checkpoint(.truncate) else { throw Self.inUse }
    for file in [made, directory.database] {
      // Empty, both. Once the name is taken, whoever opens the vault makes its own.
      for end in ["-wal", "-shm"] { unsafe unlink(file + end) }
    }
    return connection
  }

  /// Attaches the old database under an exclusive lock, with its log copied back.
  private static func attach(
    _ path: String, _ pages: SealedPages?, to connection: Connection
  ) throws {
    // Before anything of it is read, which attaching does: so the log's index is in memory, and whoever else
    // has it open, idle or not, makes this fail (sqlite.org/pragma.html, "locking_mode").
    try connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    try connection.attach(path, as: "old", pages: pages)
    try connection.execute("PRAGMA old.wal_checkpoint(TRUNCATE)")
  }

  /// Removes what an interrupted conversion left.
  private func clear() {
    for name in ["", "-wal", "-shm", "-journal"] { unsafe unlink(made + name) }
  }

  private static let inUse = StoreError(
    .busy, "another program has the vault open",
    hint: "stop every program that uses it, and try again")
}
