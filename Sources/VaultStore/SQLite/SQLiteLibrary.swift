import CSQLite

/// What is set for all of SQLite in a process.
enum SQLiteLibrary {
  private static let forgoesMemoryStatistics: Bool =
    cvault_sqlite_forgo_memory_statistics() == SQLITE_OK

  /// Before the first call of SQLite's; more than once does nothing.
  ///
  /// Debian's SQLite has no memory of its own for each connection (`OMIT_LOOKASIDE`): it allocates at every
  /// step of a statement, and takes a lock each time to count the bytes, a twelfth of a change's time. Where
  /// the application has used SQLite before it goes on counting.
  static func prepare() { _ = forgoesMemoryStatistics }
}
