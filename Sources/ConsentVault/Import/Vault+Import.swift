import VaultStore

extension Vault {
  /// Takes rows in, in one transaction: each whole or, if a rule is against it, its refusals alone.
  ///
  /// A row's refusals come first, then its consents and grounds, then its values. What the vault
  /// knows already is left as it is, so that the same rows change nothing the second time, and
  /// bring nothing back that was withdrawn, revoked, closed or erased since.
  ///
  /// - Parameters:
  ///   - rows: the rows of one batch.
  ///   - isDryRun: decides everything by the same code and writes nothing.
  /// - Returns: what became of each row, in their order, up to a failure that is not one row's, such
  ///   as a full disk; the rows before it are kept.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, or a failure to commit; then nothing of any row is
  ///   kept.
  package func importRows(
    _ rows: [ImportedRow], isDryRun: Bool = false
  ) async throws(VaultError) -> ImportedRows {
    try await atTheDoor {
      try requireOwner()
      let change = { @Sendable [self] (transaction: WriteTransaction) in
        takeTogether(rows, in: transaction) ?? takeApart(rows, in: transaction)
      }
      return isDryRun ? try await store.rehearse(change) : try await store.write(.strict, change)
    }
  }

  /// Takes rows in with one savepoint around all of them, before whose pages SQLite keeps a copy of each
  /// once, and not once for each row.
  ///
  /// - Returns: nil, and nothing is kept, if a row was refused after a part of it had been written, or if
  ///   something failed: it will fail again where the rows before it are kept.
  private func takeTogether(
    _ rows: [ImportedRow], in transaction: WriteTransaction
  ) -> ImportedRows? {
    try? transaction.attempt { part in
      try ImportedRows(
        outcomes: rows.map { row in
          try take(row) { row in
            let mark = part.mark
            do {
              return try RowImport(row, in: part, self).outcome
            } catch {
              guard part.mark == mark else { throw Torn() }
              throw error
            }
          }
        })
    }
  }

  /// A row of several was refused after a part of it had been written.
  private struct Torn: Error {}

  /// Takes rows in with a savepoint for each, so that those before a failure are kept.
  private func takeApart(
    _ rows: [ImportedRow], in transaction: WriteTransaction
  ) -> ImportedRows {
    var taken = ImportedRows()
    for row in rows where taken.failure == nil {
      do {
        taken.outcomes.append(
          try take(row) { row in
            try transaction.attempt { try RowImport(row, in: $0, self).outcome }
          })
      } catch {
        taken.failure = VaultError(error)
      }
    }
    return taken
  }

  /// Takes a row in by `attempt`; if a rule is against it, its refusals alone.
  private func take(
    _ row: ImportedRow, by attempt: (ImportedRow) throws -> RowOutcome
  ) throws -> RowOutcome {
    do {
      return try attempt(row)
    } catch {
      let rejection = VaultError(error)
      guard rejection.isOneRow else { throw error }
      var outcome = RowOutcome()
      outcome.rejection = rejection
      guard !row.isOneRefusal else { return outcome }
      // A no must not be lost because something else in its row is wrong.
      for refusal in row.refusals {
        var alone = ImportedRow(subject: row.subject, source: row.source)
        alone.refusals = [refusal]
        outcome.add(refusal: try take(alone, by: attempt))
      }
      return outcome
    }
  }
}

/// What became of a batch of rows.
package struct ImportedRows: Sendable {
  /// One for each row that was gone through.
  package var outcomes: [RowOutcome] = []
  /// Why no more rows were gone through; nil if all were.
  package var failure: VaultError?
}

extension VaultError {
  /// Whether it is about what was asked, and not about the vault or the machine.
  fileprivate var isOneRow: Bool {
    switch kind {
    case .refused, .usage, .notFound: true
    case .noVault, .key, .integrity, .inputOutput, .busy, .unexpected: false
    }
  }
}

extension ImportedRow {
  fileprivate var isOneRefusal: Bool { refusals.count == 1 && holdsRefusalsOnly }

  /// Whether it brings nothing but refusals.
  var holdsRefusalsOnly: Bool { grants.isEmpty && grounds.isEmpty && values.isEmpty }
}
