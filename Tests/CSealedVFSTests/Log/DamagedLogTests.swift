import CSQLite
import CSealedVFS
import Testing

/// A log that was cut off or edited: recovery takes the commits before the damage and no
/// other; under a live connection it is an error.
@Suite struct DamagedLogTests {
  /// A database with twenty commits of one to three frames in its log.
  private func make(_ path: String, _ sealed: Sealed) throws -> Database {
    let database = try Database.make(path, sealed)
    try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x); CREATE INDEX i ON t(x)")
    try database.checkpoint()
    for n in 1...20 { try database.run("INSERT INTO t VALUES (\(n), randomblob(600))") }
    return database
  }

  /// How many commits end before byte `offset`: the clear size in a frame's header tells.
  private func commits(in log: [UInt8], before offset: Int) -> Int {
    guard offset >= logHeader else { return 0 }
    return (0..<((offset - logHeader) / frameSize)).count {
      let start = logHeader + $0 * frameSize
      return log[(start + 4)..<(start + 8)].contains { $0 != 0 }
    }
  }

  /// Opens a copy with this log and expects its first `count` commits.
  private func expect(
    _ count: Int, _ log: [UInt8], of source: String, in folder: borrowing Folder, _ sealed: Sealed,
    _ damage: Comment
  ) throws {
    let copy = folder.path + "/copy.db"
    try copyFiles(from: source, to: copy)
    try write(log, to: copy + "-wal")
    let database = try Database(copy, sealed)
    let rows = try database.run("SELECT n FROM t ORDER BY n").map { Int($0[0]) }
    #expect(rows == (0..<count).map { $0 + 1 }, damage)
    #expect(try database.value("PRAGMA integrity_check") == "ok", damage)
    // What is written next is found again.
    try database.run("INSERT INTO t VALUES (1000, 'after')")
    #expect(try Database(copy, sealed).number("SELECT count(*) FROM t") == count + 1, damage)
  }

  @Test func aDamagedLogGivesACleanPrefixOfTheCommits() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try make(folder.database, sealed)
    let log = try bytes(of: folder.database + "-wal")
    try expect(20, log, of: folder.database, in: folder, sealed, "whole")
    var random = SplitMix64(seed: 12)
    for round in 0..<300 {
      let at = Int.random(in: 0..<log.count, using: &random)
      // Another epoch in a frame is told apart from a torn one, below.
      let within = at < logHeader ? 0 : (at - logHeader) % frameSize
      if (24 + 4050..<24 + 4054).contains(within) { continue }
      var damaged = log
      if round % 3 == 0 {
        damaged.removeLast(log.count - at)
      } else {
        damaged[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      try expect(
        commits(in: log, before: at), damaged, of: folder.database, in: folder, sealed,
        "\(round % 3 == 0 ? "cut" : "flip") at \(at)")
    }
    withExtendedLifetime(database) {}
  }

  /// Another process has changed the key and was killed: its commits are not the end of the log.
  @Test func aFrameOfAnUnknownEpochIsNoTornFrame() throws {
    let folder = try Folder()
    let path = folder.database
    let older = try make(path, Sealed())
    try older.checkpoint()
    let newer = try Database(path, Sealed(epochs: [1, 2]))
    try newer.run("INSERT INTO t VALUES (21, 'revoked')")
    let copy = folder.path + "/copy.db"
    try copyFiles(from: path, to: copy)
    #expect(throws: Database.Failure(badSeal)) {
      try Database(copy, Sealed()).run("SELECT * FROM t")
    }
    // Nothing was dropped by the attempt.
    let whole = try Database(copy, Sealed(epochs: [1, 2]))
    #expect(try whole.number("SELECT count(*) FROM t") == 21)
  }

  @Test func aFlipUnderALiveConnectionIsAnError() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try make(folder.database, sealed)
    let path = folder.database + "-wal"
    let log = try bytes(of: path)
    var random = SplitMix64(seed: 13)
    let last = log.count - frameSize
    let places =
      Array(0..<24) + (0..<40).map { _ in Int.random(in: 24..<frameSize, using: &random) }
      + Array((frameSize - 48)..<frameSize)
    for at in places {
      overwrite(
        path, at: last + at, with: [log[last + at] ^ 1 << UInt8.random(in: 0..<8, using: &random)])
      database.forget()
      #expect(throws: Database.Failure(badSeal), "byte \(at) of the last frame") {
        try database.run("SELECT sum(length(x)), count(*) FROM t; SELECT x FROM t ORDER BY x")
      }
      overwrite(path, at: last + at, with: [log[last + at]])
    }
    database.forget()
    #expect(try database.number("SELECT count(*) FROM t") == 20)
  }

  /// Frames that changed places, header and all, are each of the right key and database.
  @Test func framesThatChangedPlacesAreAnError() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try make(folder.database, sealed)
    let path = folder.database + "-wal"
    let log = try bytes(of: path)
    let last = log.count - frameSize
    overwrite(path, at: last, with: Array(log[(last - 2 * frameSize)..<(last - frameSize)]))
    database.forget()
    #expect(throws: Database.Failure(badSeal)) {
      try database.run("SELECT sum(length(x)) FROM t; SELECT x FROM t ORDER BY x")
    }
  }

  /// The checksums of a commit that rewrote frames are computed over what is read back: an edit between
  /// the two must not be signed.
  @Test(arguments: [0, 3, 7, 8, 16, 24, 2000, 4119]) func anEditBeforeTheCommitIsNotSigned(
    _ at: Int
  ) throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try Database.make(folder.database, sealed)
    try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
    try database.run(CrashTests.fill)
    try database.checkpoint()
    try database.run("PRAGMA cache_size=5; BEGIN; UPDATE t SET x = zeroblob(1500)")
    try database.run("UPDATE t SET x = zeroblob(1501) WHERE n < 20")
    let path = folder.database + "-wal"
    let log = try bytes(of: path)
    let frame = logHeader + 15 * frameSize
    overwrite(path, at: frame + at, with: [log[frame + at] ^ 1])
    #expect(throws: Database.Failure(badSeal)) {
      try database.run("UPDATE t SET x = zeroblob(1502) WHERE n < 10; COMMIT")
    }
    let copy = folder.path + "/copy.db"
    try copyFiles(from: folder.database, to: copy)
    let kept = try Database(copy, sealed)
    #expect(
      try kept.number("SELECT count(*) FROM t WHERE length(x) = 1500 AND x <> zeroblob(1500)")
        == 100)
    #expect(try kept.value("PRAGMA integrity_check") == "ok")
  }
}
