import VaultLedger
import VaultStore

extension Vault {
  /// Records that a person asks to use a right (GDPR Articles 15 to 21).
  ///
  /// The answer is due one month after receipt: `RightsRequest.due`. A request of somebody whom
  /// the vault does not know is recorded too, without taking the person in: it must be answered
  /// all the same.
  ///
  /// - Parameters:
  ///   - subject: who asks.
  ///   - kind: which right.
  ///   - received: when it reached the company; nil is now.
  ///   - note: what the company wants to remember, such as a ticket's number.
  ///   - identityCheck: how it was made sure who asks.
  /// - Returns: the request, with its due date.
  /// - Throws: ``VaultError`` `RECEIVED_IN_FUTURE`, `TOO_LARGE`, `SUBJECT_RESERVED`,
  ///   `OWNER_KEY_NEEDED`.
  public func openRequest(
    of subject: SubjectID, _ kind: RightsRequestKind, received: Timestamp? = nil,
    note: String? = nil, identityCheck: String? = nil
  ) async throws(VaultError) -> RightsRequestEntry {
    try await atTheDoor {
      try requireOwner()
      try subject.refuseReserved()
      return try await store.write { [self] transaction in
        let received = received ?? transaction.time
        guard received <= transaction.time else {
          throw VaultError(
            .usage, "RECEIVED_IN_FUTURE", "a request cannot be received later than now",
            hint: "leave --received out, or give the day on which it came in")
        }
        var change = try RequestChange(
          RightsRequest(id: .random(), kind: kind, received: received), of: subject,
          RequestDetail(note: note, identityCheck: identityCheck), in: transaction, self)
        return try change.record(.requestOpened, in: transaction, self)
      }
    }
  }

  /// Takes more time for an answer (GDPR Article 12(3)): once, before the due date, with a reason,
  /// and up to three months after receipt.
  ///
  /// The person must be told, with the reason, within the first month.
  ///
  /// - Parameters:
  ///   - id: the request.
  ///   - reason: how complex it is, or how many there are; kept sealed.
  ///   - until: the new due date, whose whole UTC day counts; nil is the latest there can be.
  /// - Returns: the request as it is now.
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `EXTENSION_TWICE`,
  ///   `EXTENSION_TOO_LATE`, `EXTENSION_INVALID`, `REASON_MISSING`, `OWNER_KEY_NEEDED`.
  public func extendRequest(
    _ id: Identifier, reason: String, until: CivilDate? = nil
  ) async throws(VaultError) -> RightsRequestEntry {
    try await atTheDoor {
      try requireOwner()
      guard !reason.isEmpty else { throw VaultError.reasonMissing }
      return try await store.write { [self] transaction in
        var change = try RequestChange.open(id, in: transaction, self)
        change.row.request = try change.row.request.extended(until: until, at: transaction.time)
        change.detail.extensionReason = reason
        return try change.record(.requestExtended, in: transaction, self)
      }
    }
  }
}

extension RightsRequest {
  /// The request with more time, or the rule that says no.
  fileprivate func extended(
    until day: CivilDate?, at time: Timestamp
  ) throws(VaultError) -> RightsRequest {
    guard state == .open else {
      throw VaultError(
        .refused, "EXTENSION_TWICE", "the request was extended before",
        hint: "the law allows one extension; answer or refuse it by its due date")
    }
    guard time <= due else {
      throw VaultError(
        .refused, "EXTENSION_TOO_LATE", "the request is overdue",
        hint: "an extension must be told within the first month; answer the request now")
    }
    let until = day?.end ?? latestDue
    guard until > due, until <= latestDue else {
      throw VaultError(
        .refused, "EXTENSION_INVALID",
        "the new date must be after \(CivilDate(due)) and not after \(CivilDate(latestDue))",
        hint: "leave --until out for the latest date")
    }
    var extended = self
    extended.state = .extended
    extended.due = until
    return extended
  }
}

extension VaultError {
  /// What is decided against a person needs a reason.
  static let reasonMissing = VaultError(
    .usage, "REASON_MISSING", "there is no reason",
    hint: "say with --reason what is told the person")
}
