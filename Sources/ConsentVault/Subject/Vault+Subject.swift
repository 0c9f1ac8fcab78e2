import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// What a change of a subject's state did.
public struct SubjectChange: Hashable, Sendable {
  /// Whether the state is another one than before.
  public let changed: Bool
  /// The leaf; nil if nothing changed.
  public let leaf: UInt64?
}

extension Vault {
  /// Restricts a subject's data (GDPR Article 18): only consents given after now open anything.
  ///
  /// Storing goes on. Restricting a second time leaves the first instant as it is.
  ///
  /// - Parameters:
  ///   - subject: whose data it is.
  ///   - request: the request that this answers, if there is one.
  /// - Returns: whether it is restricted by this call.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `SUBJECT_ERASED`, `OWNER_KEY_NEEDED`;
  ///   `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `REQUEST_MISMATCH`.
  public func restrict(
    _ subject: SubjectID, answering request: Identifier? = nil
  ) async throws(VaultError) -> SubjectChange {
    try await setStatus(of: subject, .restricted, answering: request) { change in
      if case .restricted = change.subject.record.status { return change.subject.record.status }
      // A yes that a clock running ahead has dated later than now came before it all the same.
      let ahead = try change.permissions().map(\.permission)
        .filter { $0.isAhead(of: change.time) }.map(\.wordTime).max()
      return .restricted(since: max(change.time, ahead ?? change.time))
    }
  }

  /// Lifts a restriction; the person must be told before (GDPR Article 18(3)).
  ///
  /// - Parameter subject: whose data it is.
  /// - Returns: whether there was one.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `SUBJECT_ERASED`, `OWNER_KEY_NEEDED`.
  public func unrestrict(_ subject: SubjectID) async throws(VaultError) -> SubjectChange {
    try await setStatus(of: subject, .unrestricted) { _ in .active }
  }

  private func setStatus(
    of subject: SubjectID, _ type: LeafType, answering request: Identifier? = nil,
    _ next: @escaping @Sendable (Change) throws -> StateRecord.Status
  ) async throws(VaultError) -> SubjectChange {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var change = try Change.ofKnown(subject, in: transaction, self)
        try answer(request, of: subject, [.restriction], in: transaction)
        let status = try next(change)
        guard status != change.subject.record.status else {
          return SubjectChange(changed: false, leaf: nil)
        }
        let leaf = try change.record(type, detail: LeafDetail()) {
          $0.subject.record.status = status
        }
        return SubjectChange(changed: true, leaf: leaf)
      }
    }
  }

  /// Starts a new subject under the id of an erased one: nothing of the old one comes back.
  ///
  /// What the person refused since the erasure stays refused, and no yes from before the erasure counts.
  ///
  /// - Parameter subject: the id of the erased one.
  /// - Returns: whether there was a tombstone; a subject that is not erased is left as it is.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `OWNER_KEY_NEEDED`.
  public func readmit(_ subject: SubjectID) async throws(VaultError) -> SubjectChange {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        guard let known = try transaction.subject(subject) else { throw VaultError.subjectUnknown }
        guard known.record.status == .erased else {
          return SubjectChange(changed: false, leaf: nil)
        }
        guard let erasure = try transaction.leaf(known.record.leaf) else {
          throw StoreError.integrity("a subject")
        }
        try transaction.remove(known)
        var change = try Change.of(subject, in: transaction, self)
        change.subject.record.lastErasure = erasure.time
        change.subject.record.denials = known.record.denials
        _ = try change.key()
        let leaf = try change.record(.readmitted, detail: LeafDetail()) { _ in }
        return SubjectChange(changed: true, leaf: leaf)
      }
    }
  }
}
