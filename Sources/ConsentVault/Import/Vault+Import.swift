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
        var taken = ImportedRows()
        for row in rows where taken.failure == nil {
          do {
            taken.outcomes.append(try take(row, in: transaction))
          } catch {
            taken.failure = VaultError(error)
          }
        }
        return taken
      }
      return isDryRun ? try await store.rehearse(change) : try await store.write(.strict, change)
    }
  }

  private func take(_ row: ImportedRow, in transaction: WriteTransaction) throws -> RowOutcome {
    do {
      return try transaction.attempt { try RowImport(row, in: $0, self).outcome }
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
        outcome.add(refusal: try take(alone, in: transaction))
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
