import VaultLedger
import VaultStore

extension Vault {
  /// Records that a request was answered: what was asked for is done.
  ///
  /// The rights' own commands can do this in the same transaction.
  ///
  /// - Parameters:
  ///   - id: the request.
  ///   - identityCheck: how it was made sure who asks, if that is to be noted now.
  /// - Returns: the request as it is now.
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `OWNER_KEY_NEEDED`.
  public func answerRequest(
    _ id: Identifier, identityCheck: String? = nil
  ) async throws(VaultError) -> RightsRequestEntry {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var change = try RequestChange.open(id, in: transaction, self)
        if let identityCheck { change.detail.identityCheck = identityCheck }
        return try change.close(as: .answered, .requestAnswered, in: transaction, self)
      }
    }
  }

  /// Records that a request is refused, with a reason of the law (GDPR Article 12(4)).
  ///
  /// The person must be told the reason within one month, and that there is a supervisory
  /// authority and a court to turn to.
  ///
  /// - Parameters:
  ///   - id: the request.
  ///   - refusal: the code.
  ///   - reason: the same in words, as told to the person; kept sealed.
  /// - Returns: the request as it is now.
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `REASON_MISSING`;
  ///   `REFUSAL_NOT_ALLOWED` if the law knows no such refusal of this right; `OWNER_KEY_NEEDED`.
  public func refuseRequest(
    _ id: Identifier, because refusal: RightsRefusal, reason: String
  ) async throws(VaultError) -> RightsRequestEntry {
    try await atTheDoor {
      try requireOwner()
      guard !reason.isEmpty else { throw VaultError.reasonMissing }
      return try await store.write { [self] transaction in
        var change = try RequestChange.open(id, in: transaction, self)
        guard refusal.refuses(change.row.request.kind) else {
          throw VaultError(
            .refused, "REFUSAL_NOT_ALLOWED",
            "`\(refusal.rawValue)` (\(refusal.articles)) is no reason to refuse \(change.row.request.kind.name)",
            hint: "choose a code of this right, or answer the request")
        }
        change.detail.refusal = refusal
        change.detail.refusalReason = reason
        return try change.close(as: .refused, .requestRefused, in: transaction, self)
      }
    }
  }

  /// Answers a request in the transaction of what it asks for; does nothing where none is named.
  ///
  /// - Returns: when it was received.
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `REQUEST_CLOSED`; `REQUEST_MISMATCH` if it is
  ///   another person's or about another right.
  @discardableResult
  func answer(
    _ id: Identifier?, of subject: SubjectID, _ kinds: Set<RightsRequestKind>,
    in transaction: WriteTransaction
  ) throws -> Timestamp? {
    guard let id else { return nil }
    try requireOwner()
    var change = try RequestChange.open(id, in: transaction, self)
    guard try change.isOf(subject), kinds.contains(change.row.request.kind) else {
      throw VaultError(
        .refused, "REQUEST_MISMATCH",
        "the request `\(id)` is another person's, or about another right",
        hint: "look at it with `cvault requests show \(id)`; nothing was changed")
    }
    return try change.close(as: .answered, .requestAnswered, in: transaction, self).request.received
  }

  /// Answers what a person asked to be erased: the request that is named, and every one that waits, since
  /// nobody can tell afterwards whose they were.
  ///
  /// What was noted of requests that the person made before the vault knew them goes here: no key of
  /// the subject's seals it, so it would outlive the erasure.
  ///
  /// - Returns: when the first of them was received; nil if there was none.
  func answerErasure(
    _ id: Identifier?, of subject: SubjectID, _ known: StoredSubject,
    in transaction: WriteTransaction
  ) throws -> Timestamp? {
    var received = [try answer(id, of: subject, [.erasure], in: transaction)].compactMap { $0 }
    let own = try transaction.requests(of: known.id).map {
      try RequestChange($0, in: transaction, self)
    }
    let earlier = try transaction.requestsOfStrangers().map {
      try RequestChange($0, in: transaction, self)
    }.filter { $0.detail.asker == known.tag }
    for var change in own + earlier {
      let request = change.row.request
      if request.kind == .erasure && request.state.isOpen {
        _ = try change.close(as: .answered, .requestAnswered, in: transaction, self)
        received.append(request.received)
      }
      if change.row.subject == RequestRow.nobody { try change.forget(in: transaction) }
    }
    return received.min()
  }
}
