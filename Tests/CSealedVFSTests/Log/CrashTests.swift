import CSQLite
import CSealedVFS
import FoundationEssentials
import Glibc
import Testing

/// What a killed process leaves: every commit that it was told of, and nothing of the one it was in.
@Suite struct CrashTests {
  /// A page comes back from the log as SQLite wrote it, or its checksum would end the log.
  @Test(arguments: ["OFF", "NORMAL", "FULL"]) func noCommitIsLostByAKill(_ synchronous: String)
    async throws
  {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, synchronous = synchronous as String] in
      let database = try Database.make(path, Sealed())
      try database.run(
        "PRAGMA synchronous=\(synchronous); CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
      for n in 1...50 { try database.run("INSERT INTO t VALUES (\(n), randomblob(900))") }
      // Pages that were read again carry a pad; the next commits write it back.
      database.forget()
      for n in 1...50 {
        try database.run("UPDATE t SET x = randomblob(901) WHERE n = \(n)")
        if n == 25 { database.forget() }
      }
      raise(SIGKILL)
    }
    let database = try Database(path, Sealed())
    #expect(try database.number("SELECT count(*) FROM t WHERE length(x) = 901") == 50)
    #expect(try database.value("PRAGMA integrity_check") == "ok")
  }

  /// The header of a frame that waits for its page has reached the file when COMMIT returns.
  @Test func aKillRightAfterACommitLosesNothing() async throws {
    for count in [1, 2, 3] {
      let folder = try Folder()
      let path = folder.database
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, count = count as Int] in
        let database = try Database.make(path, Sealed())
        try database.run("PRAGMA synchronous=NORMAL; CREATE TABLE t(x)")
        try database.checkpoint()
        for n in 1...count { try database.run("INSERT INTO t VALUES (\(n))") }
        raise(SIGKILL)
      }
      let log = try bytes(of: path + "-wal")
      #expect(log.count == logHeader + count * frameSize)
      #expect(try Database(path, Sealed()).number("SELECT count(*) FROM t") == count)
    }
  }

  /// A cache of five pages spills; what is changed again is written over in the log, and the
  /// checksums of a commit are computed anew from what is read back.
  @Test(arguments: [false, true]) func rewrittenFramesAreCommittedWhole(_ withSavepoints: Bool)
    async throws
  {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, withSavepoints = withSavepoints as Bool] in
      let database = try Database.make(path, Sealed())
      try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
      try database.run(Self.fill)
      try database.checkpoint()
      try database.run("PRAGMA cache_size=5")
      for round in 1...3 {
        try database.run("BEGIN; UPDATE t SET x = zeroblob(1500) || \(round)")
        if withSavepoints {
          try database.run("SAVEPOINT s; UPDATE t SET x = 'undone'; ROLLBACK TO s; RELEASE s")
        }
        try database.run("UPDATE t SET x = zeroblob(1501) || \(round); COMMIT")
      }
      // In the middle of a fourth.
      try database.run("BEGIN; UPDATE t SET x = 'lost'; UPDATE t SET x = 'lost too'")
      raise(SIGKILL)
    }
    let database = try Database(path, Sealed())
    #expect(try database.number("SELECT count(*) FROM t WHERE x = zeroblob(1501) || 3") == 100)
    #expect(try database.value("PRAGMA integrity_check") == "ok")
  }

  static let fill =
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100)"
    + " INSERT INTO t SELECT n, randomblob(1500) FROM c"

  /// Whether its connection was killed, closed or lives on, a log that was cut off is begun anew.
  @Test func aLogThatIsBegunAnewLosesNothing() async throws {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let sealed = Sealed()
      let database = try Database.make(path, sealed)
      let other = try Database(path, sealed)
      try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
      try database.run("PRAGMA cache_size=5")
      for round in 1...6 {
        // The two take turns, each with an end of the log that the other has moved.
        let writer = round % 2 == 0 ? other : database
        try writer.run("BEGIN; DELETE FROM t; \(Self.fill); UPDATE t SET x = \(round); COMMIT")
        if try other.number("SELECT count(*) FROM t WHERE x = \(round)") != 100 { exit(1) }
        if try database.number("SELECT count(*) FROM t WHERE x = \(round)") != 100 { exit(1) }
        // PASSIVE leaves the old frames behind the new beginning; TRUNCATE cuts them off.
        try (round % 2 == 0 ? database : other).run(
          "PRAGMA wal_checkpoint(\(round % 3 == 0 ? "TRUNCATE" : "RESTART"))")
      }
      try database.run("UPDATE t SET x = 7 WHERE n < 51; UPDATE t SET x = 7 WHERE n > 50")
      raise(SIGKILL)
    }
    let database = try Database(path, Sealed())
    #expect(try database.number("SELECT count(*) FROM t WHERE x = 7") == 100)
    #expect(try database.value("PRAGMA integrity_check") == "ok")
  }

  /// A rolled-back journal of a database that is being made: there is no way back to it, and the file is
  /// refused or empty, never half a database.
  @Test func aKillWhileADatabaseIsMadeLeavesNoHalf() async throws {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let database = try Database(path, Sealed(), create: true)
      try database.run("PRAGMA cache_size=5; BEGIN; CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
      try database.run(Self.fill)
      raise(SIGKILL)
    }
    #expect(!contains(try bytes(of: path), "CREATE TABLE"))
    #expect(!contains(try bytes(of: path + "-journal"), "CREATE TABLE"))
    #expect(throws: (any Error).self) {
      try Database(path, Sealed()).run("SELECT count(*) FROM t")
    }
  }
}
