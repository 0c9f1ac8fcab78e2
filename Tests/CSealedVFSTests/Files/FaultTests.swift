import CSQLite
import CSealedVFS
import CVFSProbes
import FoundationEssentials
import Testing

/// Every failure of the disk is told, and takes no commit that was acknowledged with it.
///
/// Serialized: the VFS that fails counts for the whole process.
@Suite(.serialized) struct FaultTests {
  init() { precondition(probes_register_faulty() == SQLITE_OK) }

  /// Creates, spills, rewrites, copies back and begins the log anew; calls `done` after each commit.
  private func work(_ path: String, _ sealed: Sealed, done: () -> Void) throws {
    let database = try Database.make(path, sealed)
    try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
    try database.run("PRAGMA cache_size=5; PRAGMA temp_store=FILE; PRAGMA synchronous=FULL")
    done()
    for n in 1...6 {
      try database.run(
        "BEGIN; INSERT INTO t SELECT \(n) * 100 + value, zeroblob(1500) FROM \(Self.ten)")
      if n % 2 == 0 {
        try database.run("UPDATE t SET x = zeroblob(1501); UPDATE t SET x = zeroblob(1502)")
      }
      try database.run("COMMIT")
      done()
      if n == 3 { try database.run("PRAGMA wal_checkpoint(RESTART)") }
    }
    try database.run("CREATE TEMP TABLE s AS SELECT * FROM t ORDER BY x, n DESC")
    try database.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA integrity_check")
  }

  private static let ten =
    "(WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c WHERE value < 10)"
    + " SELECT value FROM c)"

  private struct Outcome {
    var acknowledged = 0
    var hasFailed = false
  }

  private func run(_ path: String, _ sealed: Sealed, failing nth: Int, forever: Bool) -> Outcome {
    var outcome = Outcome()
    probes_arm(nth, forever ? 1 : 0)
    do {
      try work(path, sealed) { outcome.acknowledged += 1 }
    } catch {
      outcome.hasFailed = true
    }
    return outcome
  }

  @Test(arguments: [false, true]) func noFailureTakesACommitWithIt(_ forever: Bool) throws {
    let folder = try Folder()
    let sealed = Sealed(base: "faulty")
    let whole = run(folder.path + "/0.db", sealed, failing: 0, forever: false)
    let operations = probes_counted()
    #expect(whole.acknowledged == 7 && !whole.hasFailed && operations > 200)
    var silent = 0
    // A disk that is gone for good is asked at every third place only: it fails in fewer ways.
    for nth in stride(from: 1, through: operations, by: forever ? 3 : 1) {
      let path = folder.path + "/\(nth).db"
      let outcome = run(path, sealed, failing: nth, forever: forever)
      probes_arm(0, 0)
      if !outcome.hasFailed { silent += 1 }
      guard outcome.acknowledged > 0 else { continue }
      let database = try Database(path, sealed)
      let kept = try database.number("SELECT count(*) FROM t") / 10
      let told = outcome.acknowledged - 1
      #expect((told...(told + 1)).contains(kept), "operation \(nth): \(kept) of \(told)")
      #expect(try database.value("PRAGMA integrity_check") == "ok", "operation \(nth)")
      try database.run("INSERT INTO t VALUES (NULL, 'on it goes')")
      for end in ["", "-wal", "-shm", "-journal"] {
        try? FileManager.default.removeItem(atPath: path + end)
      }
    }
    // SQLite itself may overlook one: a probe for the size, what it does while it closes.
    #expect(
      silent < Int(operations) / (forever ? 30 : 10), "\(silent) of \(operations) were silent")
  }

  /// The same beneath SQLite: whatever fails below is what our method answers.
  @Test func everyFailureBelowIsToldAbove() throws {
    let folder = try Folder()
    probes_arm(0, 0)
    let database = try DatabaseFileTests.make(folder.database, Sealed(base: "faulty"))
    try database.run("UPDATE t SET x = 1")
    let end = Int64(try bytes(of: folder.database + "-wal").count)
    let (file, log) = unsafe (database.file, database.log)
    var out = [UInt8](repeating: 0, count: frameSize)
    let zeros = [UInt8](repeating: 0, count: pageSize)
    var size: Int64 = 0
    let calls: [(String, () -> Int32)] = [
      ("header", { unsafe probes_read(file, &out, 100, 0) }),
      ("page", { unsafe probes_read(file, &out, 4096, 4096) }),
      ("part", { unsafe probes_read(file, &out, 16, 24) }),
      ("size", { unsafe probes_size(file, &size) }),
      ("sync", { unsafe probes_sync(file) }),
      ("truncate", { unsafe probes_truncate(file, 4096 * 100) }),
      ("log's header", { unsafe probes_read(log, &out, 32, 0) }),
      ("log's page", { unsafe probes_read(log, &out, 4096, 56) }),
      ("log's frame", { unsafe probes_read(log, &out, 4120, 32) }),
      ("checksum of the log", { unsafe probes_read(log, &out, 8, 24) }),
      ("checksum of a frame", { unsafe probes_read(log, &out, 8, 48) }),
      ("log's frame again", { unsafe probes_read(log, &out, 4120, 32) }),
      ("log's size", { unsafe probes_size(log, &size) }),
      ("log's sync", { unsafe probes_sync(log) }),
      ("log's truncate", { unsafe probes_truncate(log, end) }),
      ("rewritten header", { unsafe probes_write(log, zeros, 24, 32) }),
      ("rewritten page", { unsafe probes_write(log, zeros, 4096, 56) }),
      (
        "held header",
        {
          let held = unsafe probes_write(log, zeros, 24, end)
          return held == SQLITE_OK ? unsafe probes_sync(log) : held
        }
      ),
      ("log's own header", { unsafe probes_write(log, zeros, 32, 0) }),
    ]
    for (name, call) in calls {
      probes_arm(1, 1)
      let code = call()
      #expect(code != SQLITE_OK && code != badSeal, "\(name): \(code)")
    }
    probes_arm(0, 0)
  }
}
