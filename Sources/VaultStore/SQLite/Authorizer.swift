import CSQLite

/// What SQL may not do on a vault's connection once it is set up (sqlite.org/c3ref/set_authorizer.html).
///
/// The second bar of two: no SQL of ours tries it, and no SQL of others runs. It is for the day when
/// either changes: another database could be attached through another VFS, and sealed pages copied into
/// it, and a pragma could undo a setting that the seal or the erasure rests on.
enum Authorizer {
  /// The pragmas that run after the set-up; every other is denied.
  private static let pragmas: [StaticString] = [
    "application_id", "data_version", "integrity_check", "page_count", "synchronous",
    "user_version",
  ]

  /// Denies from now on, on this connection, to every statement that is prepared.
  ///
  /// Where it `vacuums`, a file without a name may be attached: VACUUM copies through one, under the same
  /// VFS (sqlite.org/lang_vacuum.html, "How VACUUM works").
  static func install(on connection: OpaquePointer, vacuums: Bool) -> Int32 {
    // Not a pointer: whether there is one says which of the two it is.
    let mark = vacuums ? unsafe UnsafeMutableRawPointer(connection) : nil
    return unsafe sqlite3_set_authorizer(
      connection,
      { mark, action, first, second, _, _ in
        switch action {
        case SQLITE_ATTACH:
          unsafe mark != nil && Authorizer.isSame(first, "") ? SQLITE_OK : SQLITE_DENY
        case SQLITE_DETACH: unsafe mark != nil ? SQLITE_OK : SQLITE_DENY
        case SQLITE_PRAGMA:
          Authorizer.pragmas.contains { unsafe Authorizer.isSame(first, $0) }
            ? SQLITE_OK : SQLITE_DENY
        // Its name comes second (sqlite.org/c3ref/c_alter_table.html).
        case SQLITE_FUNCTION:
          unsafe Authorizer.isSame(second, "load_extension") ? SQLITE_DENY : SQLITE_OK
        default: SQLITE_OK
        }
      }, mark)
  }

  private static func isSame(_ name: UnsafePointer<CChar>?, _ other: StaticString) -> Bool {
    guard let name = unsafe name else { return false }
    // INVARIANT: a static string that is written as a literal ends with a zero byte.
    return unsafe other.utf8Start.withMemoryRebound(
      to: CChar.self, capacity: other.utf8CodeUnitCount
    ) {
      unsafe sqlite3_stricmp(name, $0) == 0
    }
  }
}
