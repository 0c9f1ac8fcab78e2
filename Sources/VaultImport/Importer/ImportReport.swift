import ConsentVault

/// What an import did so far.
///
/// INVARIANT: `rows == changedRows + unchangedRows + rejectedRows`; no row is lost.
package struct ImportReport: Hashable, Sendable {
  /// Rows of the input that were gone through; a header is none.
  package internal(set) var rows = 0
  /// Subjects that the vault did not know before.
  package internal(set) var subjects = 0
  /// Consents recorded.
  package internal(set) var granted = 0
  /// Refusals recorded, those of rejected rows among them.
  package internal(set) var refused = 0
  /// Grounds opened.
  package internal(set) var grounds = 0
  /// Values written.
  package internal(set) var values = 0
  /// Consents, refusals, grounds and values that were there already, or that later ones had
  /// overtaken.
  package internal(set) var unchanged = 0
  /// Entries of the file of rejects: rejected rows, and single categories of rows that were taken.
  package internal(set) var rejected = 0

  /// Rows that changed something.
  package internal(set) var changedRows = 0
  /// Rows of which nothing was new.
  package internal(set) var unchangedRows = 0
  /// Rows of which nothing was taken but refusals.
  package internal(set) var rejectedRows = 0

  /// The line at which the last row begins that was gone through; 0 before the first.
  package internal(set) var lastLine = 0
  /// Whether the end of the input was reached.
  package internal(set) var isComplete = false
  /// Whether nothing was written.
  package let isDryRun: Bool
  /// Columns of the map that no line of an NDJSON file had: likely misspelt.
  package internal(set) var unseenColumns: [String] = []

  init(isDryRun: Bool) { self.isDryRun = isDryRun }

  /// Counts a row, with what the vault made of it: nil if nothing of it was left to decide.
  mutating func count(_ row: PendingRow, _ outcome: RowOutcome?) {
    rows += 1
    lastLine = row.line
    if let outcome {
      subjects += outcome.isNewSubject ? 1 : 0
      granted += outcome.granted
      refused += outcome.refused
      grounds += outcome.grounds
      values += outcome.values
      unchanged += outcome.unchanged
      rejected += outcome.rejectedCategories.count
    }
    if row.rejection != nil || outcome?.rejection != nil {
      rejectedRows += 1
      rejected += 1
    } else if outcome?.isChanged ?? false {
      changedRows += 1
    } else {
      unchangedRows += 1
    }
  }
}
