/// What went wrong below the door: in SQLite, in the vault's files, or in the sealed rows.
///
/// Two errors are equal if their codes are. No text holds personal data or a bound value.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The closed set of causes.
  package enum Code: Hashable, Sendable {
    /// There is no vault at this place.
    case noVault
    /// There is something already where a new vault should be.
    case exists
    /// A file of the vault may be read or written by others, or belongs to somebody else.
    case unsafeFile
    /// Another process held the lock for the whole time limit.
    case busy
    /// The disk is full.
    case full
    /// The machine could not read or write; the connection is not used again.
    case inputOutput
    /// The directory or a file of the vault may not be written.
    case readOnly
    /// The database is not one, or its pages are damaged.
    case damaged
    /// The schema is not ours, or not as we left it.
    case schema
    /// The database is an ordinary one, as versions before page encryption made it.
    case unsealed
    /// The schema is that of an earlier version of this program.
    case outdated
    /// Made by a later version of this program.
    case newerFormat
    /// A sealed row does not open, or does not fit what else is stored.
    case integrity
    /// The vault, or one of its files, is older than its anchor says.
    case rolledBack
    /// An outside anchor cannot lie where it was asked for.
    case anchorPlace
    /// There is no part of a backup where one is needed.
    case backupMissing
    /// A part of a backup is not as it was written, or not whole.
    case backupDamaged
    /// A part of a backup belongs to another vault.
    case backupForeign
    /// The parts of a backup belong to histories of the vault that went apart.
    case backupForked
    /// No data part goes as far as the key part needs.
    case backupGap
    /// The key part of a backup is not to be used any more.
    case backupExpired
    /// SQLite refused for a reason that should not happen.
    case unexpected
  }

  package let code: Code
  package let description: String
  package let hint: String?

  package init(_ code: Code, _ description: String, hint: String? = nil) {
    self.code = code
    self.description = description
    self.hint = hint
  }

  package static func == (a: Self, b: Self) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }

  /// A row that does not open or fit: someone edited the database, or it is damaged.
  package static func integrity(_ what: String) -> StoreError {
    StoreError(
      .integrity, "\(what) does not fit its seal",
      hint: "the database was edited or damaged; run `cvault ledger verify` and restore a backup")
  }

  /// The tables are those of an earlier version.
  static let outdated = StoreError(
    .outdated, "the vault was made by an earlier version of cvault",
    hint: "bring it up to date once: `cvault convert`; stop the programs that use it before")
}
