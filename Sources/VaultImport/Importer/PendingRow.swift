import ConsentVault

/// A row between its reading and its outcome.
struct PendingRow: Sendable {
  let line: Int
  /// The row as written, for the file of rejects; nil if it was too long to keep.
  let raw: [UInt8]?
  /// What goes to the vault; of a rejected row, its refusals, if it has any.
  let imported: ImportedRow?
  /// Why the reader or the map rejected it; nil if they did not.
  let rejection: RowRejection?
}
