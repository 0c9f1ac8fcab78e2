import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Takes consents back on the company's own initiative: it closes the records and denies nothing.
  ///
  /// A subject that the vault does not know, or has erased, has nothing to take back: nothing
  /// changes.
  ///
  /// - Parameters:
  ///   - subject: whose consents they are.
  ///   - purpose: a leaf or a group; nil with `id` nil is everything.
  ///   - id: one consent instead; its purpose is what is told then.
  ///   - reason: why, in words; kept sealed in the leaf.
  ///   - eventTime: when it was decided; nil is now.
  /// - Returns: what was closed; the leaf is nil if nothing was.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`; `ILLEGAL_TRANSITION` if the consent named by id
  ///   is not given; `PURPOSE_UNKNOWN`; `OWNER_KEY_NEEDED`.
  public func revoke(
    _ subject: SubjectID, purpose: String?, consent id: Identifier? = nil, reason: String,
    eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Revocation {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        let node = try policy.scope(ofDenial: ScopeNames(), purpose: purpose).purpose
        var change: Change
        var rows: [PermissionRow]
        var purpose = purpose
        if let id {
          let found = try consent(id, of: subject, in: transaction)
          guard found.row.permission.isOpenOrAhead(at: found.change.time) else {
            throw VaultError.illegalTransition(found.row.permission.state, to: "revoked")
          }
          (change, rows) = (found.change, [found.row])
          purpose = policy.registry.name(found.row.permission.purpose)
        } else {
          guard let known = try transaction.subject(subject), known.record.status != .erased else {
            return Revocation(
              purpose: purpose, scope: ScopeNames(), closed: [], denial: nil, leaf: nil)
          }
          change = try Change.of(subject, in: transaction, self)
          rows = try change.permissions().filter {
            $0.permission.kind == .consent && $0.permission.isOpenOrAhead(at: transaction.time)
              && policy.isUnder($0.permission.purpose, node)
          }
        }
        let closed = rows.map(\.permission.id).sorted()
        guard !rows.isEmpty else {
          return Revocation(
            purpose: purpose, scope: ScopeNames(), closed: [], denial: nil, leaf: nil)
        }
        let event = eventTime ?? change.time
        let leaf = try change.record(
          .revoked, purpose: purpose ?? "*",
          detail: LeafDetail(permissions: closed, eventTime: event, text: reason)
        ) { change in
          for row in rows { try change.close(row, as: .revoked, eventTime: event) }
        }
        return Revocation(
          purpose: purpose, scope: ScopeNames(), closed: closed, denial: nil, leaf: leaf)
      }
    }
  }
}

extension Permission {
  /// Whether it is given and has not run out.
  fileprivate func isOpenOrAhead(at time: Timestamp) -> Bool { state == .given && time < until }
}
