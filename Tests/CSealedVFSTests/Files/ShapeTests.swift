import CSQLite
import CSealedVFS
import CVFSProbes
import Testing

/// Reads and writes of a shape that SQLite does not have today fail loudly: another
/// version must not slip a byte past the seal.
@Suite struct ShapeTests {
  private func isError(_ code: Int32) -> Bool { code & 0xff == SQLITE_IOERR }

  @Test func oddReadsOfTheDatabaseAreErrors() throws {
    let folder = try Folder()
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    var out = [UInt8](repeating: 0, count: 3 * pageSize)
    let odd: [(Int32, Int64)] = [
      (0, 0), (-1, 0), (4097, 0), (8192, 0), (4096, 1), (2, 4095), (16, -1), (4096, -4096),
      (100, 4000), (4096, 4096 << 32), (16, .max - 8192), (101, 4096 * 1000),
    ]
    for (count, offset) in odd {
      #expect(
        isError(unsafe probes_read(database.file, &out, count, offset)), "\(count) at \(offset)")
    }
  }

  @Test func noPageIsWrittenPastTheLog() throws {
    let folder = try Folder()
    let path = folder.database
    let made = try DatabaseFileTests.make(path, Sealed())
    let file = try bytes(of: path)
    let page = [UInt8](repeating: 0, count: pageSize)
    let plain = Array("SQLite format 3\0".utf8) + page.dropFirst(16)
    // The connection that made it, and one that did not.
    for database in [made, try Database(path, Sealed())] {
      try database.run("SELECT * FROM sqlite_schema")
      for (count, offset) in [(4096, 0), (4096, 4096), (16, 24), (1, 0), (4096, 7), (4096, -4096)] {
        for content in [page, plain, Array(file.prefix(pageSize))] {
          let code = unsafe probes_write(database.file, content, Int32(count), Int64(offset))
          #expect(isError(code), "\(count) at \(offset)")
        }
      }
      #expect(isError(unsafe probes_truncate(database.file, 100)))
    }
    #expect(try bytes(of: path) == file)
  }

  @Test func aCheckpointCopiesNothingButSealedPages() throws {
    let folder = try Folder()
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try database.run("SELECT * FROM sqlite_schema")
    let file = try bytes(of: folder.database)
    #expect(unsafe probes_control(database.file, SQLITE_FCNTL_CKPT_START, nil) == SQLITE_OK)
    let page = [UInt8](repeating: 0x41, count: pageSize)
    #expect(unsafe probes_write(database.file, page, 4096, 4096) == badSeal)
    #expect(isError(unsafe probes_write(database.file, page, 100, 4096)))
    #expect(unsafe probes_control(database.file, SQLITE_FCNTL_CKPT_DONE, nil) == SQLITE_OK)
    #expect(try bytes(of: folder.database) == file)
  }

  @Test func oddReadsAndWritesOfTheLogAreErrors() throws {
    let folder = try Folder()
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try database.run("UPDATE t SET x = 1")
    let log = try bytes(of: folder.database + "-wal")
    var out = [UInt8](repeating: 0, count: 3 * pageSize)
    let odd: [(Int32, Int64)] = [
      (0, 0), (1, 0), (31, 0), (33, 0), (32, 1), (24, 0), (24, 33), (23, 32), (25, 32),
      (4096, 32), (4096, 57), (4095, 56), (8192, 56), (4119, 32), (4121, 32), (8, 0), (8, 32),
      (8, 23),
      (4, 48), (16, 40), (4096, -40), (-8, 24), (24, -4088), (512, 0), (4096, 0),
    ]
    for (count, offset) in odd {
      #expect(
        isError(unsafe probes_read(database.log, &out, count, offset)), "read \(count) at \(offset)"
      )
      if (count, offset) == (24, -4088) { continue }
      #expect(
        isError(unsafe probes_write(database.log, out, count, offset)),
        "write \(count) at \(offset)")
    }
    for count in [8, 4120] as [Int32] {
      #expect(isError(unsafe probes_write(database.log, out, count, count == 8 ? 24 : 32)))
    }
    #expect(isError(unsafe probes_read(database.log, &out, 24, 32)))
    #expect(try bytes(of: folder.database + "-wal") == log)
  }

  /// A header waits for its page; whoever asks about the file in between finds it written.
  @Test(arguments: ["read", "sync", "size", "truncate", "header"])
  func aHeaderThatWaitsIsWrittenBeforeAnythingElse(_ next: String) throws {
    let folder = try Folder()
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try database.run("UPDATE t SET x = 1 WHERE n = 1")
    let path = folder.database + "-wal"
    let end = try bytes(of: path).count
    let header = [UInt8](repeating: 3, count: 24)
    #expect(unsafe probes_write(database.log, header, 24, Int64(end)) == SQLITE_OK)
    #expect(try bytes(of: path).count == end)
    var out = [UInt8](repeating: 0, count: logHeader)
    var size: Int64 = 0
    switch next {
    case "read": #expect(unsafe probes_read(database.log, &out, 32, 0) == SQLITE_OK)
    case "sync": #expect(unsafe probes_sync(database.log) == SQLITE_OK)
    case "size":
      #expect(unsafe probes_size(database.log, &size) == SQLITE_OK)
      #expect(size == Int64(end + 24))
    case "truncate": #expect(unsafe probes_truncate(database.log, Int64(end + 24)) == SQLITE_OK)
    default:
      #expect(unsafe probes_write(database.log, header, 24, Int64(end + frameSize)) == SQLITE_OK)
    }
    let log = try bytes(of: path)
    #expect(log.count >= end + 24)
    #expect(log[end..<(end + 8)] == header[..<8])
    #expect(log[(end + 8)..<(end + 24)] != header[8...])
  }

  /// Without our room at the end of each page nothing is written, and nothing is hurt.
  @Test func aDatabaseWithoutTheRoomIsNotMade() throws {
    let folder = try Folder()
    let cases: [(size: Int, reserve: Int32)] = [(8192, 64), (1024, 64), (4096, 0), (4096, 8)]
    for (size, reserve) in cases {
      let path = folder.path + "/\(size)-\(reserve).db"
      let database = try Database(path, Sealed(), create: true, room: reserve)
      #expect(throws: Database.Failure.self, "\(size), \(reserve)") {
        try database.run("PRAGMA page_size=\(size); CREATE TABLE needle_of_the_schema(x)")
      }
      #expect(!contains(try bytes(of: path), "needle"))
    }
  }

  @Test func otherPageSizesAndReservesDoNoDamage() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try DatabaseFileTests.make(folder.database, sealed)
    let answer = try database.run(DatabaseFileTests.all)
    for reserve in [0, 8, 255] as [Int32] {
      database.reserve(reserve)
      // SQLite may take it or leave it; the file stays whole.
      _ = try? database.run("PRAGMA page_size=8192; VACUUM")
      _ = try? database.checkpoint()
      let other = try Database(folder.database, sealed)
      #expect(try other.run(DatabaseFileTests.all) == answer)
      #expect(try other.value("PRAGMA integrity_check") == "ok")
      #expect(try other.value("PRAGMA page_size") == "4096")
    }
    for journal in ["DELETE", "PERSIST", "TRUNCATE", "MEMORY", "OFF"] {
      _ = try? database.run("PRAGMA journal_mode=\(journal); INSERT INTO t VALUES (NULL, 'lost?')")
      let other = try Database(folder.database, sealed)
      #expect(try other.value("PRAGMA integrity_check") == "ok", "\(journal)")
    }
  }

  @Test func aPlainDatabaseIsNotRestoredOverASealedOne() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try DatabaseFileTests.make(folder.database, sealed)
    let answer = try database.run(DatabaseFileTests.all)
    let plain = try Database.make(folder.path + "/plain.db", nil)
    try plain.run(
      "CREATE TABLE needle_of_the_backup(x); INSERT INTO needle_of_the_backup VALUES (1)")
    let started = unsafe sqlite3_backup_init(database.handle, "main", plain.handle, "main")
    guard let backup = unsafe started else {
      Issue.record("the backup did not begin")
      return
    }
    let step = unsafe sqlite3_backup_step(backup, -1)
    let finished = unsafe sqlite3_backup_finish(backup)
    #expect(step != SQLITE_DONE && finished != SQLITE_OK)
    let other = try Database(folder.database, sealed)
    #expect(try other.run(DatabaseFileTests.all) == answer)
    for end in ["", "-wal"] {
      #expect(!contains(try bytes(of: folder.database + end), "needle_of_the_backup"))
    }
  }
}
