import CSQLite
import CSealedVFS
import CVFSProbes
import Glibc
import Testing

/// A child of fork shares nonces and locks with its parent, so it gets nothing from the files
/// that it inherits.
@Suite struct ForkTests {
  @Test func aChildThatInheritedAConnectionIsRefused() async throws {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .success) { [path = path as String] in
      let database = try DatabaseFileTests.make(path, Sealed())
      try database.run("INSERT INTO t VALUES (5000, 'of the parent')")
      let before = (try bytes(of: path), try bytes(of: path + "-wal"))
      // Nothing but calls into SQLite between fork and exit.
      let connection = unsafe UnsafeMutableRawPointer(database.handle)
      let inChild = unsafe probes_in_fork(
        { argument in
          let connection = OpaquePointer(argument)
          let read = unsafe sqlite3_exec(connection, "SELECT sum(length(x)) FROM t", nil, nil, nil)
          let write = unsafe sqlite3_exec(
            connection, "INSERT INTO t VALUES (6000, 1)", nil, nil, nil)
          let close = unsafe sqlite3_close(connection)
          return read & 0xff == SQLITE_IOERR && write & 0xff == SQLITE_IOERR && close == SQLITE_OK
            ? 7 : 1
        }, connection)
      let after = (try bytes(of: path), try bytes(of: path + "-wal"))
      // The parent goes on, and keeps its locks.
      try database.run("INSERT INTO t VALUES (7000, 'of the parent')")
      let count = try database.number("SELECT count(*) FROM t")
      exit(inChild == 7 && before == after && count == 103 ? 0 : 1)
    }
  }

  @Test func aChildMayOpenTheDatabaseAnew() async throws {
    let folder = try Folder()
    let path = folder.database
    await #expect(processExitsWith: .success) { [path = path as String] in
      let sealed = Sealed()
      try DatabaseFileTests.make(path, sealed).run("SELECT 1")
      let inChild = unsafe path.withCString { path in
        unsafe withUnsafePointer(to: (path, csealed_name(sealed.handle))) { names in
          unsafe probes_in_fork(
            { argument in
              let names = unsafe argument?.assumingMemoryBound(
                to: (UnsafePointer<CChar>, UnsafePointer<CChar>).self)
              guard let names = unsafe names else { return 1 }
              var connection: OpaquePointer?
              let (path, vfs) = unsafe names.pointee
              guard
                unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, vfs) == SQLITE_OK
              else { return 2 }
              let code = unsafe sqlite3_exec(
                connection, "INSERT INTO t VALUES (6000, 'of the child')", nil, nil, nil)
              return unsafe sqlite3_close(connection) == SQLITE_OK && code == SQLITE_OK ? 7 : 3
            }, UnsafeMutableRawPointer(mutating: names))
        }
      }
      let count = try Database(path, sealed).number("SELECT count(*) FROM t")
      exit(inChild == 7 && count == 102 ? 0 : 1)
    }
  }
}
