import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// What a withdrawal, a refusal or a revocation did.
public struct Revocation: Hashable, Sendable {
  /// What was denied or closed, in the names used; a nil purpose is every purpose.
  public let purpose: String?
  /// The dimensions that were named; a revocation names none.
  public let scope: ScopeNames
  /// The records that it closed; their keys are destroyed.
  public let closed: [Identifier]
  /// The denial that stands now; nil for a revocation by the company, which denies nothing.
  public let denial: Identifier?
  /// The leaf that records it; nil if nothing changed.
  public let leaf: UInt64?
}

extension Vault {
  /// Records that the subject takes a consent back (GDPR Article 7(3)), or objects (Article 21).
  ///
  /// It is never refused, needs no reason, and is taken for a subject in any state, also one never
  /// seen. Any key that opens the vault may record it.
  ///
  /// - Parameters:
  ///   - subject: who says so.
  ///   - purpose: a leaf or a group; nil is everything.
  ///   - scope: what it is about, if not the whole purpose.
  ///   - reason: why, if the person said so, in words; kept sealed in the leaf, and of somebody erased not
  ///     at all.
  ///   - eventTime: when it was said; nil is now. A time ahead acts at once all the same.
  /// - Returns: the denial that stands now, and what it closed.
  /// - Throws: ``VaultError`` for names that the policy does not know, and `TOO_LARGE` for a reason that
  ///   no leaf can hold; never for the subject's state.
  public func withdraw(
    _ subject: SubjectID, purpose: String?, scope: ScopeNames = ScopeNames(),
    reason: String? = nil, eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Revocation {
    try await deny(subject, .withdrawn, purpose, scope, eventTime, text: reason)
  }

  /// Records that the subject says no when asked.
  ///
  /// With a live consent it is a withdrawal of it.
  ///
  /// - Parameters:
  ///   - subject: who says so.
  ///   - purpose: a leaf or a group; nil is everything.
  ///   - scope: what it is about, if not the whole purpose.
  ///   - eventTime: when it was said; nil is now. A time ahead acts at once all the same.
  /// - Returns: the denial that stands now, and what it closed.
  /// - Throws: as ``withdraw(_:purpose:scope:reason:eventTime:)``.
  public func refuse(
    _ subject: SubjectID, purpose: String?, scope: ScopeNames = ScopeNames(),
    eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Revocation {
    try await deny(subject, .refused, purpose, scope, eventTime)
  }

  private func deny(
    _ subject: SubjectID, _ word: Denial.Word, _ purpose: String?, _ names: ScopeNames,
    _ eventTime: Timestamp?, text: String? = nil
  ) async throws(VaultError) -> Revocation {
    try await atTheDoor {
      try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        let scope = try policy.scope(ofDenial: names, purpose: purpose)
        return try deny(
          subject, word, [(scope, Names(purpose: purpose, scope: names))], eventTime: eventTime,
          text: text, policy, in: transaction)[0]
      }
    }
  }

  /// Records a "no" to each of several scopes, by a subject in any state, with one write of the state.
  func deny(
    _ subject: SubjectID, _ word: Denial.Word, _ scopes: [(scope: Denial.Scope, names: Names)],
    eventTime: Timestamp?, text: String? = nil, _ policy: CompiledPolicy,
    in transaction: WriteTransaction
  ) throws -> [Revocation] {
    if var known = try transaction.subject(subject), known.record.status == .erased {
      return try scopes.map { scope, names in
        try denyErased(&known, word, scope, names, eventTime: eventTime, policy, in: transaction)
      }
    }
    var change = try Change.of(subject, in: transaction, self)
    return try change.together { change in
      try scopes.map { scope, names in
        try deny(word, scope, names, eventTime: eventTime, text: text, &change)
      }
    }
  }

  /// A "no" of somebody who was erased: everything is closed already; the tombstone keeps it, for when the
  /// person is readmitted.
  ///
  /// The leaf names nobody, as the one of the erasure does, which stays the one that the tombstone names.
  func denyErased(
    _ known: inout StoredSubject, _ word: Denial.Word, _ scope: Denial.Scope, _ names: Names,
    eventTime: Timestamp?, _ policy: CompiledPolicy, in transaction: WriteTransaction
  ) throws -> Revocation {
    known.record.sequence += 1
    let event = eventTime ?? transaction.time
    let denial = try known.record.deny(
      word, scope, eventTime: event, recordedTime: transaction.time)
    let standing = LeafStanding(subject: known.id, digest: try known.record.digest)
    let leaf = try transaction.append(
      .denialRecorded, about: nil, actor: options.typist, purpose: names.purpose ?? "*",
      policy: policy.number,
      detail: LeafDetail(denial: denial, eventTime: event, standings: [standing]))
    try transaction.write(known, given: [])
    return Revocation(
      purpose: names.purpose, scope: names.scope, closed: [], denial: denial, leaf: leaf)
  }

  /// A denial's scope as it was named.
  struct Names {
    let purpose: String?
    var scope = ScopeNames()
  }

  func deny(
    _ word: Denial.Word, _ scope: Denial.Scope, _ names: Names, eventTime: Timestamp?,
    closing only: Identifier? = nil, text: String? = nil, _ change: inout Change
  ) throws -> Revocation {
    let rows = try change.permissions()
    let event = eventTime ?? change.time
    let policy = change.policy
    let isUnderNode = { (row: PermissionRow) in
      row.permission.kind == .consent && policy.isUnder(row.permission.purpose, scope.purpose)
    }
    // Refusing a purpose with a live consent is a withdrawal of that purpose.
    let ahead = rows.filter { isUnderNode($0) && $0.permission.isAhead(of: change.time) }
    let isLive =
      !ahead.isEmpty
      || rows.contains { isUnderNode($0) && $0.permission.isOpen(at: change.time) }
    let word: Denial.Word = word == .refused && !isLive ? .refused : .withdrawn
    let denial = try change.subject.record.deny(
      word, scope, eventTime: event, recordedTime: change.time)
    let lifted = ahead.map(\.permission.wordTime).max().map { max($0, event) } ?? event
    let closing = rows.filter { row in
      if row.permission.id == only { return !row.permission.state.isFinal }
      guard isUnderNode(row) else { return false }
      return change.closes(row.permission, by: word, denial, at: lifted)
    }
    // Of a yes that is not closed as a whole the denial takes its part from that instant on.
    if ahead.contains(where: { row in !closing.contains { $0.permission.id == row.permission.id } })
    {
      _ = try change.subject.record.deny(
        word, scope, eventTime: lifted, recordedTime: change.time)
    }
    let refusal = try change.refusedRecord(
      word, scope, besides: rows.filter(isUnderNode), eventTime: event)
    let type: LeafType =
      word == .refused ? .refused : closing.isEmpty ? .denialRecorded : .withdrawn
    var closed = closing.map(\.permission.id)
    let leaf = try change.record(
      type, purpose: names.purpose ?? "*",
      detail: LeafDetail(
        categories: names.scope.categories ?? [],
        channel: names.scope.channels?.joined(separator: " "),
        recipient: names.scope.recipients.isEmpty
          ? nil : names.scope.recipients.joined(separator: " "),
        permissions: closed + (refusal.map { [$0.id] } ?? []), denial: denial, eventTime: event,
        text: text)
    ) { change in
      for row in closing {
        let isAnswer = row.permission.state == .requested
        try change.close(row, as: isAnswer ? .refused : .withdrawn, eventTime: event)
      }
      if let refusal { try change.write(refusal, detail: nil, withKeys: false) }
      // What the denial uncovered without closing a record is for the next sweep to look at.
      if !change.isNew {
        try change.transaction.bringDueForward(to: change.time, for: change.subject.id)
      }
    }
    closed.sort()
    return Revocation(
      purpose: names.purpose, scope: names.scope, closed: closed, denial: denial, leaf: leaf)
  }

  /// Takes back one consent by its id.
  ///
  /// It denies exactly that consent's purpose, categories, channels and recipients.
  ///
  /// - Parameters:
  ///   - subject: whose consent it is.
  ///   - id: the consent.
  ///   - reason: why, if the person said so, in words; kept sealed in the leaf.
  ///   - eventTime: when it was said; nil is now.
  /// - Returns: the denial that stands now, and what it closed.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN` if the subject has no such consent.
  public func withdraw(
    _ subject: SubjectID, consent id: Identifier, reason: String? = nil,
    eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Revocation {
    try await atTheDoor {
      try await store.write { [self] transaction in
        var (change, row) = try consent(id, of: subject, in: transaction)
        let permission = row.permission
        let registry = change.registry
        let scope = Denial.Scope(
          purpose: permission.purpose, categories: permission.scope.categories,
          channels: permission.scope.channels.isEmpty ? nil : permission.scope.channels,
          recipients: permission.scope.recipients)
        let names = Names(
          purpose: registry.name(permission.purpose),
          scope: ScopeNames(
            categories: registry.names(permission.scope.categories).sorted(),
            recipients: registry.names(permission.scope.recipients),
            channels: registry.names(permission.scope.channels)))
        return try deny(
          .withdrawn, scope, names, eventTime: eventTime, closing: id, text: reason, &change)
      }
    }
  }

  /// A consent of exactly this subject.
  func consent(
    _ id: Identifier, of subject: SubjectID, in transaction: WriteTransaction
  ) throws -> (change: Change, row: PermissionRow) {
    let (change, row) = try Change.ofPermission(id, in: transaction, self)
    guard try transaction.keys.tag(of: subject) == change.subject.tag,
      row.permission.kind == .consent
    else { throw VaultError.unknownPermission(id) }
    return (change, row)
  }
}

extension CompiledPolicy {
  /// Whether a purpose is `node` or lies below it, by its name; every purpose lies below nil.
  func isUnder(_ purpose: PurposeNumber, _ node: PurposeNumber?) -> Bool {
    guard let node else { return true }
    guard let name = registry.name(purpose), let above = registry.name(node) else { return false }
    return DottedName.isAtOrBelow(name, above)
  }
}

extension StateRecord {
  /// Adds a denial, or moves the one of the same scope to the later time.
  ///
  /// - Returns: the id of the denial that stands.
  mutating func deny(
    _ word: Denial.Word, _ scope: Denial.Scope, eventTime: Timestamp, recordedTime: Timestamp
  ) throws -> Identifier {
    if let index = denials.firstIndex(where: { $0.scope == scope }) {
      if eventTime >= denials[index].eventTime {
        denials[index].word = word
        denials[index].eventTime = eventTime
        denials[index].recordedTime = recordedTime
      }
      return denials[index].id
    }
    let denial = Denial(
      id: try .random(), word: word, scope: scope, eventTime: eventTime,
      recordedTime: recordedTime)
    denials.append(denial)
    return denial.id
  }
}

extension Change {
  /// Whether the denials of the subject close a consent's record, the new one taken for as late as
  /// `instant`.
  fileprivate func closes(
    _ permission: Permission, by word: Denial.Word, _ new: Identifier, at instant: Timestamp
  ) -> Bool {
    var denials = subject.record.denials
    for index in denials.indices where denials[index].id == new {
      denials[index].eventTime = max(denials[index].eventTime, instant)
    }
    switch permission.state {
    case .given, .unproven, .requested, .expired:
      // A refusal answers a request; a consent that merely ran out stays what it was.
      if word == .refused && permission.state != .requested && permission.state != .unproven {
        return false
      }
      return policy.isLeftWithNothing(permission, by: denials)
    case .refused, .withdrawn, .revoked, .invalidated, .closed: return false
    }
  }

  /// The record of a refusal of one whole consent purpose, where no record says so yet.
  fileprivate func refusedRecord(
    _ word: Denial.Word, _ scope: Denial.Scope, besides rows: [PermissionRow],
    eventTime: Timestamp
  ) throws -> Permission? {
    guard word == .refused, let purpose = scope.purpose, let terms = policy.terms(purpose),
      terms.basis == .consent, scope.categories == nil, scope.channels == nil,
      scope.recipients == nil,
      !rows.contains(where: { [.requested, .refused].contains($0.permission.state) })
    else { return nil }
    return Permission(
      id: try transaction.freshIdentifier(), kind: .consent, purpose: purpose,
      scope: Scope(categories: terms.categories), from: eventTime, until: eventTime,
      state: .refused, retention: .zero, eventTime: eventTime, recordedTime: time,
      changedTime: eventTime, sequence: 0)
  }
}

extension Permission {
  /// Whether it was recorded later than now: a wrong clock had driven vault time ahead, and an owner
  /// has lowered it since.
  ///
  /// The word in it came before whatever is said now, whatever its date.
  func isAhead(of time: Timestamp) -> Bool { recordedTime > time && !state.isFinal }
}
