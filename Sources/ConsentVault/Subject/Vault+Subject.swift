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

/// What an erasure did.
public struct Erasure: Hashable, Sendable {
  /// False if the subject was erased before.
  public let changed: Bool
  /// The leaf, which names nobody; nil if nothing changed.
  public let leaf: UInt64?
  /// Whether the write-ahead log is clean too.
  ///
  /// False is "not yet": a reader was in the way, and the next erasure, or the next sweep that
  /// finds something due, tries again.
  public let isScrubbed: Bool
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

  /// Erases a subject (GDPR Article 17), logically and at once.
  ///
  /// Its key, state, permissions, values and everything else about it go in one transaction, and
  /// its leaves link to nobody any more. A tombstone keeps the tag alone, so that the id is not
  /// silently taken up again.
  ///
  /// - Parameter subject: whom to erase.
  /// - Returns: what was done; look at ``Erasure/isScrubbed``.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `OWNER_KEY_NEEDED`.
  public func erase(_ subject: SubjectID) async throws(VaultError) -> Erasure {
    try await atTheDoor {
      try requireOwner()
      let leaf: UInt64? = try await store.write { [self] transaction in
        guard let known = try transaction.subject(subject) else { throw VaultError.subjectUnknown }
        guard known.record.status != .erased else { return nil }
        try transaction.catchUpHistory()
        let unlinked = try transaction.unlinkLeaves(of: known.id)
        // The leaf names nobody: it is sealed for the vault, and its tag is the vault's. How many leaves
        // lost their subject is told, so that nobody can unlink one more and roll a "no" back.
        let leaf = try transaction.append(
          .erased, about: nil, actor: options.typist, policy: policy(in: transaction).number,
          detail: LeafDetail(counts: ["unlinked": unlinked]))
        try transaction.erase(known, leaf: leaf)
        return leaf
      }
      return Erasure(changed: leaf != nil, leaf: leaf, isScrubbed: try store.scrub())
    }
  }

  /// Starts a new subject under the id of an erased one: nothing of the old one comes back.
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
        try transaction.removeTombstone(known)
        var change = try Change.of(subject, in: transaction, self)
        _ = try change.key()
        let leaf = try change.record(.readmitted, detail: LeafDetail()) { _ in }
        return SubjectChange(changed: true, leaf: leaf)
      }
    }
  }
}
