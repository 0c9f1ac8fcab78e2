/// The ways in which a vault can be older than it was, each with words of its own.
extension StoreError {
  /// What to do about any of them that is not told otherwise.
  private static let restore =
    "find out who changed the files; restore the vault's directory from its newest copy"

  // MARK: the database and its log

  static let databaseMissing = StoreError(
    .rolledBack, "the vault's database is missing, and its anchor is not",
    hint: "the file `data.db` was taken away; put it back, or \(restore)")

  static let databaseEmpty = StoreError(
    .rolledBack, "the vault's database was cut to nothing, and its anchor was not",
    hint: "the file `data.db` has no bytes left; \(restore)")

  static let databaseShort = StoreError(
    .rolledBack, "the vault's database is shorter than its own header says",
    hint: "the file `data.db` was cut off, or a copy of it was not finished; \(restore)")

  /// There is no log, and the database is behind; an old database after a checkpoint looks the same.
  static let logMissing = StoreError(
    .rolledBack, "the database is older than its anchor says, and its write-ahead log is missing",
    hint: """
      the file `data.db-wal` was deleted or emptied: put it back beside the database; \
      or an old `data.db` was put back: \(restore)
      """)

  /// There is a log, and even with it the database is behind.
  static let databaseOlder = StoreError(
    .rolledBack, "the database and its write-ahead log are older than their anchor says",
    hint: "an old copy was put back, or the end of the log was cut off; \(restore)")

  /// The database is as far as the anchor or ahead of it, and got there by other leaves.
  static let ledgerForked = StoreError(
    .rolledBack, "the ledger does not hold the leaves that its anchor saw",
    hint: "the vault was put back and written to since, so both histories exist; \(restore)")

  /// Under a running program, which has seen more.
  static let ledgerShrank = StoreError(
    .rolledBack, "the ledger has fewer leaves than this program has seen in it",
    hint: "files of the vault were put back while it was open: stop the program; \(restore)")

  // MARK: keyring and anchors

  static let keyringOlder = StoreError(
    .rolledBack, "the keyring is older than its anchor says",
    hint: "restore the file `keyring` from your newest copy of the vault's directory")

  static let anchorMissing = StoreError(
    .rolledBack, "the vault has lost its anchor",
    hint: "restore the file `anchor` from your newest copy of the vault's directory")

  static func anchorForeign(_ anchor: String) -> StoreError {
    StoreError(
      .rolledBack, "\(anchor) belongs to another vault",
      hint: "put the file of this vault in its place, or name the right one")
  }

  static let outsideAnchorMissing = StoreError(
    .rolledBack, "the anchor outside the vault is missing",
    hint: """
      attach the disk that it lies on, or restore it; if it was never made, \
      `cvault ledger anchor FILE` does
      """)

  /// Directory and inside anchor agree, and the outside one has seen more.
  static let directoryOlder = StoreError(
    .rolledBack, "the whole vault is older than the anchor outside it says",
    hint: "an old copy of the directory was put back; restore the newest one")

  static let anchorOlder = StoreError(
    .rolledBack, "the vault's anchor is older than the anchor outside it, and the ledger is not",
    hint: """
      an old file `anchor` was put back; find out by whom, then copy the outside anchor over it
      """)

  static let anchorMisplaced = StoreError(
    .anchorPlace, "the outside anchor would lie in the vault's own directory",
    hint: "choose a place that is not rolled back together with it, best another disk or machine")
}
