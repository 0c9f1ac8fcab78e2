import CSQLite

extension StoreError {
  /// Puts an extended result code (sqlite.org/rescode.html) into our words.
  ///
  /// The message of SQLite is left out: it may quote SQL.
  static func sqlite(_ result: Int32) -> StoreError {
    // What page encryption answers where a page, or its place, is not what was sealed. The constant is
    // an expression, which Swift does not import.
    if result == SQLITE_IOERR | 32 << 8 {
      return StoreError(
        .damaged, "a page of the vault's database does not fit its seal",
        hint: "the file was edited or damaged; restore a backup, and keep the damaged files")
    }
    return switch result & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL:
      StoreError(.full, "the disk is full", hint: "nothing was changed; make room and try again")
    case SQLITE_IOERR:
      StoreError(
        .inputOutput, "the machine could not read or write the vault (SQLite code \(result))",
        hint: "nothing is released until it can; look at the disk and the system log")
    case SQLITE_READONLY, SQLITE_PERM:
      StoreError(
        .readOnly, "the vault may not be written",
        hint: "check the owner and the permissions of the vault's directory")
    case SQLITE_CANTOPEN:
      StoreError(
        .inputOutput, "the vault's database cannot be opened",
        hint: "check the owner and the permissions of the vault's directory")
    case SQLITE_NOTADB, SQLITE_CORRUPT:
      StoreError(
        .damaged, "the vault's database is damaged or is no database",
        hint: "restore a backup; keep the damaged files until it is open")
    case SQLITE_CONSTRAINT, SQLITE_TOOBIG:
      StoreError.integrity("a row")
    case SQLITE_NOMEM:
      StoreError(
        .unexpected, "there is not enough memory to read or write the vault",
        hint: "nothing was changed or released; close other programs and try again")
    default:
      StoreError(.unexpected, "the database refused (SQLite code \(result))")
    }
  }

  /// Whether the connection that gave this answer may be used on: somebody else held a lock, or a row was
  /// refused, and nothing in SQLite's memory is in doubt.
  var leavesConnectionSound: Bool { code == .busy || code == .integrity }

  /// Others hold a lock.
  static let busy = StoreError(
    .busy, "the vault is busy", hint: "another process is writing; try again")

  /// A connection that saw an error before.
  static let poisoned = StoreError(
    .inputOutput, "the vault's database failed earlier and is not used again",
    hint: "close the vault and open it again")
}
