import CSQLite
import CSealedVFS
import FoundationEssentials
import Glibc
import Testing

/// Several processes on one database, as the vault arranges it: writers hold a file lock shared, the one
/// that copies the log back holds it alone.
@Suite struct ConcurrencyTests {
  /// Writes for `seconds`; the number of acknowledged commits goes into a file after each.
  private static func work(_ path: String, _ writer: Int, seconds: Double) throws {
    let sealed = Sealed()
    let lock = unsafe open(path + "-lock", O_RDWR | O_CREAT, 0o600)
    let told = unsafe open(path + "-told-\(writer)", O_RDWR | O_CREAT, 0o600)
    let database = try Database(path, sealed)
    try database.run("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF; PRAGMA cache_size=5")
    let reader = try Database(path, sealed)
    let end = ContinuousClock.now + .seconds(seconds)
    var commits: Int64 = 0
    while ContinuousClock.now < end {
      flock(lock, LOCK_SH)
      // Enough to spill; every third is written over while it is open.
      try database.run(
        "BEGIN IMMEDIATE; INSERT INTO w SELECT \(writer), \(commits), randomblob(900)")
      if commits % 3 == 0 {
        try database.run(
          "UPDATE w SET x = randomblob(901) WHERE writer = \(writer) AND n > \(commits - 30)")
        try database.run(
          "UPDATE w SET x = randomblob(902) WHERE writer = \(writer) AND n > \(commits - 20)")
      }
      try database.run("COMMIT")
      flock(lock, LOCK_UN)
      commits += 1
      _ = unsafe withUnsafeBytes(of: commits) { unsafe pwrite(told, $0.baseAddress, 8, 0) }
      if try reader.number("SELECT count(*) FROM w WHERE writer = \(writer)") != Int(commits) {
        exit(3)
      }
      if commits % 17 == 0 {
        flock(lock, LOCK_EX)
        try database.run("PRAGMA wal_checkpoint(\(commits % 2 == 0 ? "TRUNCATE" : "RESTART"))")
        flock(lock, LOCK_UN)
      }
    }
  }

  private static func told(_ path: String, _ writer: Int) throws -> Int {
    let bytes = try bytes(of: path + "-told-\(writer)")
    return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func make(_ path: String) throws {
    let database = try Database.make(path, Sealed())
    try database.run("CREATE TABLE w(writer, n, x, PRIMARY KEY (writer, n))")
  }

  private func expectEveryCommit(_ path: String) throws {
    let database = try Database(path, Sealed())
    #expect(try database.value("PRAGMA integrity_check") == "ok")
    for writer in 1...4 {
      let kept = try database.number("SELECT count(*) FROM w WHERE writer = \(writer)")
      let told = try Self.told(path, writer)
      // The one that was killed may have committed one more than it could tell.
      #expect(
        told > 0 && (told...(told + 1)).contains(kept), "writer \(writer): \(kept) of \(told)")
    }
  }

  @Test func fourProcessesLoseNoCommit() async throws {
    let folder = try Folder()
    let path = folder.database
    try Self.make(path)
    await withTaskGroup { group in
      for writer in 1...4 {
        group.addTask { [path] in
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            try Self.work(path, writer, seconds: 2)
            exit(0)
          }
        }
      }
    }
    try expectEveryCommit(path)
  }

  @Test func killedProcessesLoseNoCommit() async throws {
    let folder = try Folder()
    let path = folder.database
    try Self.make(path)
    await withTaskGroup { group in
      for writer in 1...4 {
        group.addTask { [path] in
          await #expect(processExitsWith: .signal(SIGALRM)) {
            [path = path as String, writer = writer as Int] in
            // Wherever it may be: the default action of the signal ends the process.
            ualarm(UInt32(300_000 + writer * 150_000), 0)
            try Self.work(path, writer, seconds: 60)
          }
        }
      }
    }
    try expectEveryCommit(path)
  }
}
