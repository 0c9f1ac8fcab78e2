import CSQLite
import CSealedVFS
import CVFSProbes
import Glibc
import Testing

/// The database file: what is read of it is checked, whatever way SQLite would like to take.
@Suite struct DatabaseFileTests {
  /// A database of some thirty pages, all of them copied back from the log.
  static func make(_ path: String, _ sealed: Sealed) throws -> Database {
    let database = try Database.make(path, sealed)
    try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
    try database.run(CrashTests.fill)
    try database.run("INSERT INTO t VALUES (1000, randomblob(20000))")
    try database.checkpoint()
    return database
  }

  static let all = "SELECT count(*), sum(length(x)), max(x) FROM t"

  /// Without it SQLite pads the log by the sector, which would tear frames.
  @Test(arguments: ["", "?psow=0", "?psow=1"])
  func powersafeOverwriteIsAlwaysPromisedAndAtomicWritesNever(_ query: String) throws {
    let folder = try Folder()
    let database = try Self.make("file:" + folder.database + query, Sealed())
    let promised = unsafe probes_characteristics(database.file)
    #expect(promised & SQLITE_IOCAP_POWERSAFE_OVERWRITE != 0)
    // All the ATOMIC ones, BATCH_ATOMIC, and what later versions call SUBPAGE_READ.
    #expect(promised & (0x1ff | SQLITE_IOCAP_BATCH_ATOMIC | 0x8000) == 0)
    try database.run("PRAGMA synchronous=FULL; UPDATE t SET x = 1")
    #expect(try bytes(of: folder.database + "-wal").count % frameSize == logHeader)
  }

  @Test func aPartOfAPageIsThatPartOfTheWholePage() throws {
    let folder = try Folder()
    let database = try Self.make(folder.database, Sealed())
    var whole = [UInt8](repeating: 0, count: pageSize)
    for number in [1, 2, 7, 20] {
      let start = Int64((number - 1) * pageSize)
      #expect(unsafe probes_read(database.file, &whole, Int32(pageSize), start) == SQLITE_OK)
      for (at, count) in [(24, 16), (0, 4), (4092, 4), (16, 4000), (0, 1), (4095, 1), (100, 999)] {
        var part = [UInt8](repeating: 0, count: count)
        #expect(
          unsafe probes_read(database.file, &part, Int32(count), start + Int64(at)) == SQLITE_OK)
        #expect(part[...] == whole[at..<(at + count)])
      }
    }
  }

  @Test func aPartOfATamperedPageIsRefused() throws {
    let folder = try Folder()
    let database = try Self.make(folder.database, Sealed())
    overwrite(folder.database, at: 3000, with: [1, 2, 3])
    var part = [UInt8](repeating: 0, count: 16)
    #expect(unsafe probes_read(database.file, &part, 16, 24) == badSeal)
    #expect(part == [UInt8](repeating: 0, count: 16))
  }

  /// A map of the file would go past the seal.
  @Test func aTamperedPageIsSeenEvenIfTheFileMayBeMapped() throws {
    let folder = try Folder()
    let database = try Self.make(folder.database, Sealed())
    try database.run("PRAGMA mmap_size=100000000")
    let count = try database.run(Self.all)
    #expect(unsafe probes_version(database.file) < 3)
    overwrite(folder.database, at: 9 * pageSize + 77, with: [0])
    overwrite(folder.database, at: 9 * pageSize + 78, with: [1])
    database.forget()
    #expect(throws: Database.Failure(badSeal)) { try database.run(Self.all) }
    #expect(count[0][0] == "101")
  }

  /// Every way in which a page can be another than was written.
  @Test func aPageThatIsZeroedMovedOrCutOffIsRefused() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try Self.make(folder.database, sealed)
    let file = try bytes(of: folder.database)
    let damages: [(String, [UInt8])] = [
      ("zeroed", [UInt8](repeating: 0, count: pageSize)),
      ("another page", Array(file[(3 * pageSize)..<(4 * pageSize)])),
      ("random", (0..<pageSize).map { UInt8(truncatingIfNeeded: $0 * 7) }),
    ]
    for (name, damage) in damages {
      for number in [1, 2, 10, file.count / pageSize] {
        let start = (number - 1) * pageSize
        overwrite(folder.database, at: start, with: damage)
        database.forget()
        #expect(throws: Database.Failure(badSeal), "\(name), page \(number)") {
          try database.run("PRAGMA cache_size=2; \(Self.all)")
          // Page 1 stays in the cache of a connection while nobody writes.
          try Database(folder.database, sealed).run(Self.all)
        }
        overwrite(folder.database, at: start, with: Array(file[start..<(start + pageSize)]))
      }
    }
    for cut in [file.count - 1, file.count - pageSize, file.count - 3 * pageSize - 5] {
      #expect(unsafe truncate(folder.database, off_t(cut)) == 0)
      database.forget()
      #expect(throws: Database.Failure(badSeal), "cut to \(cut)") { try database.run(Self.all) }
      try write(file, to: folder.database + ".whole")
      overwrite(folder.database, at: 0, with: file)
    }
    database.forget()
    #expect(try database.run(Self.all)[0][0] == "101")
  }

  /// Any flip in the file is an error or is not in what was asked for; never another answer.
  @Test func aFlippedBitNeverChangesAnAnswer() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let answer = try Self.make(folder.database, sealed).run(Self.all)
    let file = try bytes(of: folder.database)
    var random = SplitMix64(seed: 10)
    var refused = 0
    for _ in 0..<200 {
      let at = Int.random(in: 0..<file.count, using: &random)
      overwrite(
        folder.database, at: at, with: [file[at] ^ 1 << UInt8.random(in: 0..<8, using: &random)])
      do {
        #expect(try Database(folder.database, sealed).run(Self.all) == answer)
      } catch {
        refused += 1
      }
      overwrite(folder.database, at: at, with: [file[at]])
    }
    // Every page is part of the answer, and its first 16 bytes bind all.
    #expect(refused == 200)
  }

  @Test func aFileThatIsNoSealedDatabaseIsRefused() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let plain = folder.path + "/plain.db"
    try Database.make(plain, nil).run("CREATE TABLE t(x)")
    #expect(throws: Database.Failure(SQLITE_NOTADB)) {
      try Database(plain, sealed).run("SELECT 1 FROM t")
    }
    // One byte is no database either, but SQLite's Unix VFS calls such a file empty.
    for count in [2, 15, 16, 100, pageSize - 1, pageSize] {
      try write([UInt8](repeating: 9, count: count), to: folder.database)
      #expect(throws: Database.Failure.self, "\(count) bytes") {
        try Database(folder.database, sealed).run("SELECT * FROM sqlite_schema")
      }
    }
  }

  /// A wrong key is refused like any page that does not fit.
  ///
  /// The keyring finds it
  /// first and says `KEY_WRONG` (`RollbackTests` of ConsentVault).
  @Test func anotherKeyOpensNothing() throws {
    let folder = try Folder()
    let database = try Self.make(folder.database, Sealed())
    try database.run("UPDATE t SET x = 1")
    let file = try bytes(of: folder.database)
    let log = try bytes(of: folder.database + "-wal")
    let copy = folder.path + "/copy.db"
    for wrong in [
      Sealed(epochs: [2]), Sealed(epochs: [1], frames: 1), Sealed(epochs: [2], frames: 1),
    ] {
      try copyFiles(from: folder.database, to: copy)
      // A wrong frame key alone makes the log an empty one: which is why the anchor is asked after this.
      let count = try? Database(copy, wrong).run("SELECT count(*) FROM t WHERE x = 1")
      #expect(count == nil || count == [["0"]])
      #expect(try bytes(of: copy) == file)
      #expect(try bytes(of: copy + "-wal") == log)
    }
  }

  /// The page that holds SQLite's locks is neither written nor read.
  ///
  /// It is moved for the
  /// whole process, so a process of its own does this.
  @Test func thePageOfTheLocksIsNeverRead() async throws {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .success) { [path = path as String] in
      probes_move_lock_byte(0x10000)
      let sealed = Sealed()
      let database = try Self.make(path, sealed)
      let file = try bytes(of: path)
      let isHole = file[0x10000..<(0x10000 + pageSize)].allSatisfy { $0 == 0 }
      database.forget()
      let answer = try database.run(Self.all)[0][0]
      let check = try database.value("PRAGMA integrity_check")
      try database.run("VACUUM")
      try database.checkpoint()
      let after = try Database(path, sealed).run(Self.all)[0][0]
      exit(isHole && answer == "101" && after == "101" && check == "ok" ? 0 : 1)
    }
  }

  @Test func aChunkSizeIsNotTaken() throws {
    let folder = try Folder()
    let database = try Self.make(folder.database, Sealed())
    var size: Int32 = 1 << 20
    #expect(
      unsafe sqlite3_file_control(database.handle, "main", SQLITE_FCNTL_CHUNK_SIZE, &size)
        == SQLITE_NOTFOUND)
    try database.run("INSERT INTO t VALUES (2000, randomblob(50000))")
    try database.checkpoint()
    let pages = try database.number("PRAGMA page_count")
    #expect(try bytes(of: folder.database).count == pages * pageSize)
  }
}
