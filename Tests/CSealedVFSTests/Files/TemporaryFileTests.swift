import CSQLite
import CSealedVFS
import FoundationEssentials
import Glibc
import Testing

/// What SQLite puts aside: sorts, temporary tables, statement journals, VACUUM's second copy.
@Suite struct TemporaryFileTests {
  /// The bytes of every deleted file that this process has open: what a temporary file is to others, who
  /// reach it through /proc.
  private func deletedFiles() throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { descriptor in
      let link = "/proc/self/fd/" + descriptor
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
        target.hasSuffix("(deleted)")
      else { return nil }
      return try? bytes(of: link)
    }
  }

  private static func rows(_ needle: String) -> String {
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)"
      + " SELECT n, '\(needle)' || hex(randomblob(40)) || n FROM c"
  }

  /// Fills a temporary table that does not fit into its cache.
  private func spill(_ database: Database, _ needle: String) throws {
    try database.run(
      "PRAGMA temp_store=FILE; PRAGMA temp.cache_size=5; CREATE TEMP TABLE s(n INTEGER PRIMARY KEY, x)"
    )
    try database.run("INSERT INTO s \(Self.rows(needle))")
  }

  @Test func aTemporaryTableComesBackAndItsFileHoldsNoneOfIt() throws {
    let folder = try Folder()
    let needle = "needle-of-the-sealed-table"
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try spill(database, needle)
    let files = try deletedFiles()
    #expect(files.contains { $0.count > 100_000 })
    #expect(!files.contains { contains($0, needle) })
    try database.run("UPDATE s SET x = x || 'ed' WHERE n % 2 = 0; DELETE FROM s WHERE n % 5 = 0")
    try database.run(
      "CREATE INDEX temp.i ON s(x); SAVEPOINT a; DELETE FROM s; ROLLBACK TO a; RELEASE a")
    #expect(try database.number("SELECT count(*) FROM s WHERE x LIKE '\(needle)%'") == 2400)
    #expect(try database.value("PRAGMA temp.integrity_check") == "ok")
    #expect(!(try deletedFiles()).contains { contains($0, needle) })
  }

  /// The control: without the seal the same search finds it.
  @Test func aPlainTemporaryFileHoldsTheNeedle() throws {
    let folder = try Folder()
    let needle = "needle-of-the-plain-table"
    let database = try Database.make(folder.database, nil)
    try spill(database, needle)
    #expect(try deletedFiles().contains { contains($0, needle) })
  }

  @Test func aSortThatSpillsIsRightAndLeavesNothing() throws {
    let folder = try Folder()
    let needle = "needle-of-the-sort"
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try database.run("PRAGMA temp_store=FILE; PRAGMA cache_size=5; CREATE TABLE u(n, x)")
    try database.run("INSERT INTO u \(Self.rows(needle))")
    // Stopped halfway, so that its files are open.
    var statement: OpaquePointer?
    let sql = "SELECT x || hex(zeroblob(900)) AS y FROM u ORDER BY y DESC"
    #expect(unsafe sqlite3_prepare_v2(database.handle, sql, -1, &statement, nil) == SQLITE_OK)
    var last = "~"
    var count = 0
    while unsafe sqlite3_step(statement) == SQLITE_ROW {
      let text = unsafe String(cString: sqlite3_column_text(statement, 0))
      #expect(text <= last)
      (last, count) = (text, count + 1)
      if count == 1500 {
        let files = try deletedFiles()
        #expect(files.contains { $0.count > 100_000 })
        #expect(!files.contains { contains($0, needle) })
      }
    }
    unsafe sqlite3_finalize(statement)
    #expect(count == 3000)
  }

  @Test func aStatementThatFailsHalfwayIsUndone() throws {
    let folder = try Folder()
    let database = try DatabaseFileTests.make(folder.database, Sealed())
    try database.run(
      "PRAGMA temp_store=FILE; PRAGMA cache_size=5; CREATE UNIQUE INDEX j ON t(length(x), n)")
    try database.run("BEGIN; UPDATE t SET x = zeroblob(1500)")
    let before = try database.run(DatabaseFileTests.all)
    #expect(throws: Database.Failure.self) {
      try database.run("UPDATE t SET n = CASE WHEN n > 90 THEN 95 ELSE n + 100000 END")
    }
    #expect(try database.run(DatabaseFileTests.all) == before)
    try database.run("COMMIT")
    #expect(try database.value("PRAGMA integrity_check") == "ok")
  }

  @Test(arguments: ["FILE", "MEMORY"]) func vacuumKeepsContentAndRoom(_ store: String) throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try DatabaseFileTests.make(folder.database, sealed)
    try database.run(
      "PRAGMA temp_store=\(store); PRAGMA cache_size=5; DELETE FROM t WHERE n % 2 = 0")
    let answer = try database.run(DatabaseFileTests.all)
    try database.run("VACUUM")
    #expect(try database.checkpoint())
    let file = try bytes(of: folder.database)
    let first = try #require(
      sealed.open(Array(file.prefix(pageSize)), number: 1, of: Array(file.prefix(16))))
    #expect(first[20] == UInt8(reserved))
    #expect(try Database(folder.database, sealed).run(DatabaseFileTests.all) == answer)
  }

  /// A backup: sealed under the same keys with an id of its own.
  @Test func vacuumIntoMakesASealedCopyWithAnotherID() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let needle = "needle-of-the-backup"
    let database = try DatabaseFileTests.make(folder.database, sealed)
    try database.run("INSERT INTO t VALUES (5000, '\(needle)'); PRAGMA cache_size=5")
    let answer = try database.run(DatabaseFileTests.all)
    let copy = folder.path + "/copy.db"
    try database.run("VACUUM INTO '\(copy)'")
    let file = try bytes(of: copy)
    #expect(file.prefix(16) != (try bytes(of: folder.database)).prefix(16))
    #expect(!contains(file, needle))
    #expect(!FileManager.default.fileExists(atPath: copy + "-journal"))
    for number in 1...(file.count / pageSize) {
      let page = Array(file[((number - 1) * pageSize)..<(number * pageSize)])
      #expect(sealed.open(page, number: number, of: Array(file.prefix(16))) != nil)
    }
    let restored = try Database(copy, sealed)
    #expect(try restored.run(DatabaseFileTests.all) == answer)
    #expect(try restored.value("PRAGMA integrity_check") == "ok")
    // It takes its changes through a log like any other.
    #expect(try restored.value("PRAGMA journal_mode") == "wal")
    try restored.run("INSERT INTO t VALUES (6000, 'x')")
    #expect(try bytes(of: copy) == file)
    #expect(try restored.checkpoint())
    #expect(throws: Database.Failure.self) { try database.run("VACUUM INTO '\(copy)'") }
  }

  /// The rollback journal of a database that is being made holds pages of it.
  @Test func theJournalOfANewDatabaseHoldsNoneOfIt() throws {
    let folder = try Folder()
    let needle = "needle-of-the-journal"
    let database = try Database(folder.database, Sealed(), create: true)
    try database.run(
      "PRAGMA cache_size=5; CREATE TABLE u(n, x); INSERT INTO u \(Self.rows(needle))")
    try database.run("BEGIN; UPDATE u SET x = n || x")
    let journal = try bytes(of: folder.database + "-journal")
    #expect(journal.count > 100_000)
    #expect(!contains(journal, needle))
    #expect(!contains(try bytes(of: folder.database), needle))
    try database.run("ROLLBACK")
    #expect(try database.number("SELECT count(*) FROM u WHERE x LIKE '\(needle)%'") == 3000)
    #expect(try database.value("PRAGMA integrity_check") == "ok")
  }

  /// No journal is believed that lies beside a database: nobody could have sealed it.
  @Test func aJournalThatWasPutThereIsNotPlayedBack() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let answer = try DatabaseFileTests.make(folder.database, sealed).run(DatabaseFileTests.all)
    let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
    try write(magic + [UInt8](repeating: 0, count: 5000), to: folder.database + "-journal")
    #expect(try Database(folder.database, sealed).run(DatabaseFileTests.all) == answer)
  }
}
