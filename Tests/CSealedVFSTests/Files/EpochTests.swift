import CSQLite
import CSealedVFS
import Testing

/// Keys change by epochs: the last one added seals, all of them open.
@Suite struct EpochTests {
  private func epochs(_ path: String) throws -> Set<UInt8> {
    let file = try bytes(of: path)
    return Set((0..<(file.count / pageSize)).map { file[$0 * pageSize + 4053] })
  }

  @Test func oldPagesOpenAndNewOnesTakeTheNewestKey() throws {
    let folder = try Folder()
    let path = folder.database
    try DatabaseFileTests.make(path, Sealed(epochs: [3])).run("SELECT 1")
    #expect(try epochs(path) == [3])
    let sealed = Sealed(epochs: [3, 9, 4])
    let database = try Database(path, sealed)
    try database.run("UPDATE t SET x = 'new' WHERE n = 1; INSERT INTO t VALUES (NULL, 'more')")
    try database.checkpoint()
    #expect(try epochs(path) == [3, 4])
    #expect(try database.number("SELECT count(*) FROM t") == 102)
  }

  /// Rotation: after VACUUM and a checkpoint no page is left under the old key, which can go.
  @Test func aVacuumLeavesNoPageUnderAnOldKey() throws {
    let folder = try Folder()
    let path = folder.database
    let answer = try DatabaseFileTests.make(path, Sealed(epochs: [1])).run(DatabaseFileTests.all)
    let both = try Database(path, Sealed(epochs: [1, 2]))
    try both.run("VACUUM")
    #expect(try both.checkpoint())
    #expect(try epochs(path) == [2])
    let after = try Database(path, Sealed(epochs: [2]))
    #expect(try after.run(DatabaseFileTests.all) == answer)
    #expect(try after.value("PRAGMA integrity_check") == "ok")
  }

  @Test func anUnknownEpochIsRefused() throws {
    let folder = try Folder()
    try DatabaseFileTests.make(folder.database, Sealed(epochs: [5])).run("SELECT 1")
    for epochs in [[1], [4, 6], [0], [0x0500_0000]] as [[UInt32]] {
      #expect(throws: Database.Failure(badSeal)) {
        try Database(folder.database, Sealed(epochs: epochs)).run(DatabaseFileTests.all)
      }
    }
  }

  @Test func keysAreAddedOnceEachAndBeforeRegistration() {
    let handle = unsafe csealed_create(nil, Sealed.frameKey(1))
    #expect(unsafe csealed_register(handle) == SQLITE_MISUSE)
    for epoch in 1...16 as ClosedRange<UInt32> {
      #expect(unsafe csealed_add_key(handle, epoch, Sealed.key(epoch)) == SQLITE_OK)
      #expect(unsafe csealed_add_key(handle, epoch, Sealed.key(99)) == SQLITE_MISUSE)
    }
    #expect(unsafe csealed_add_key(handle, 17, Sealed.key(17)) == SQLITE_MISUSE)
    #expect(unsafe csealed_register(handle) == SQLITE_OK)
    #expect(unsafe csealed_destroy(handle) == SQLITE_OK)
    let registered = Sealed()
    #expect(unsafe csealed_add_key(registered.handle, 2, Sealed.key(2)) == SQLITE_MISUSE)
  }

  @Test func theKeysStayWhileAFileIsOpen() throws {
    let folder = try Folder()
    let handle = unsafe csealed_create(nil, Sealed.frameKey(1))
    unsafe csealed_add_key(handle, 1, Sealed.key(1))
    unsafe csealed_register(handle)
    let name = unsafe String(cString: csealed_name(handle))
    var connection: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    #expect(unsafe sqlite3_open_v2(folder.database, &connection, flags, name) == SQLITE_OK)
    #expect(unsafe csealed_destroy(handle) == SQLITE_BUSY)
    #expect(unsafe sqlite3_vfs_find(name) != nil)
    #expect(unsafe sqlite3_close(connection) == SQLITE_OK)
    #expect(unsafe csealed_destroy(handle) == SQLITE_OK)
    #expect(unsafe sqlite3_vfs_find(name) == nil)
    #expect(csealed_destroy(nil) == SQLITE_OK)
  }

  @Test func aBaseThatIsNotThereIsRefused() {
    #expect(unsafe csealed_create("no such vfs", Sealed.frameKey(1)) == nil)
  }

  /// A VFS without locks has no shared memory for the log's index.
  @Test func aBaseWithoutSharedMemoryIsRefused() throws {
    let folder = try Folder()
    #expect(throws: Database.Failure.self) {
      try Database(folder.database, Sealed(base: "unix-none"), create: true).run(
        "CREATE TABLE t(x)")
    }
  }
}
