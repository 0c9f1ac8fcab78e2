import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// A ground to be recorded: what the company rests on where the basis is not consent.
public struct Ground: Hashable, Sendable {
  /// A purpose leaf whose basis is not consent.
  public var purpose: String
  /// What it rests on, such as a contract number; kept sealed.
  public var reference: String
  /// When it ends; `longest` is no end for a ground, and is refused with `END_MISSING`.
  public var end: Grant.End
  /// When it begins; nil is now.
  public var from: Timestamp?
  /// Nothing named: everything that the purpose has.
  public var scope: ScopeNames
  /// Where an imported record stood.
  package var source: String?

  /// A ground for everything that the purpose has, unless less is named.
  ///
  /// - Parameters:
  ///   - purpose: a purpose leaf whose basis is not consent.
  ///   - reference: what it rests on, such as a contract number; not empty.
  ///   - end: when it ends, by a span or an instant.
  ///   - from: when it begins; nil is now.
  ///   - scope: what it covers.
  public init(
    purpose: String, reference: String, end: Grant.End, from: Timestamp? = nil,
    scope: ScopeNames = ScopeNames()
  ) {
    self.purpose = purpose
    self.reference = reference
    self.end = end
    self.from = from
    self.scope = scope
  }
}

extension Vault {
  /// Opens a ground: records what the company rests on, and wraps the keys of what it covers.
  ///
  /// - Parameters:
  ///   - subject: whose data it opens; taken into the vault if it does not know them.
  ///   - ground: what it rests on, and for how long.
  /// - Returns: the record.
  /// - Throws: ``VaultError`` `BASIS_MISMATCH` for a consent purpose; `REFERENCE_MISSING`,
  ///   `END_MISSING`, `END_BEFORE_START`; names that the policy does not have; `SUBJECT_ERASED`;
  ///   `OWNER_KEY_NEEDED`.
  public func openGround(
    _ subject: SubjectID, _ ground: Ground
  ) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var change = try Change.of(subject, in: transaction, self)
        return try open(ground, &change).view(change)
      }
    }
  }

  func open(_ ground: Ground, _ change: inout Change) throws -> RecordedPermission {
    let terms = try change.policy.leafPurpose(ground.purpose)
    guard terms.basis != .consent else {
      throw VaultError(
        .refused, "BASIS_MISMATCH", "`\(ground.purpose)` rests on consent, not on a ground",
        hint: "ask the person, and record the answer with `cvault grant`")
    }
    guard !ground.reference.isEmpty else {
      throw VaultError(
        .usage, "REFERENCE_MISSING", "a ground needs a reference",
        hint: "name the contract, the law or the assessment")
    }
    let from = ground.from ?? change.time
    let permission = Permission(
      id: try change.transaction.freshIdentifier(), kind: .ground, purpose: terms.number,
      scope: try change.policy.scope(ofGround: ground.scope, for: terms), from: from,
      until: try ground.until(from: from), state: .given, retention: terms.definition.retention,
      eventTime: from, recordedTime: change.time, changedTime: from, sequence: 0)
    let detail = PermissionDetail(reference: ground.reference, source: ground.source)
    try eraseUncovered(of: change)
    let sealed = try detail.sealed(by: change.key(), for: permission.id)
    let leaf = try change.record(
      .groundOpened, purpose: ground.purpose,
      detail: LeafDetail(
        categories: change.registry.names(permission.scope.categories),
        permissions: [permission.id], eventTime: from, until: permission.until)
    ) { change in
      try change.write(permission, detail: sealed, withKeys: true)
      try change.transaction.bringDueForward(to: permission.until, for: change.subject.id)
    }
    return RecordedPermission(permission: permission, detail: detail, leaf: leaf)
  }

  /// Closes a ground: its keys are destroyed at once.
  ///
  /// - Parameter id: the ground.
  /// - Returns: the record as it is now.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`; `ILLEGAL_TRANSITION` if it is closed already;
  ///   `OWNER_KEY_NEEDED`.
  public func closeGround(_ id: Identifier) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var (change, row) = try Change.ofPermission(id, in: transaction, self)
        guard row.permission.kind == .ground else { throw VaultError.unknownPermission(id) }
        guard row.permission.state == .given || row.permission.state == .expired else {
          throw VaultError.illegalTransition(row.permission.state, to: "closed")
        }
        let leaf = try change.record(
          .groundClosed, purpose: change.registry.name(row.permission.purpose) ?? "",
          detail: LeafDetail(permissions: [id])
        ) { change in try change.close(row, as: .closed, eventTime: change.time) }
        var closed = row.permission
        closed.state = .closed
        var view = try Consent(closed, change.policy, at: change.time, in: transaction)
        view.leaf = leaf
        return view
      }
    }
  }
}

extension Ground {
  func until(from: Timestamp) throws(VaultError) -> Timestamp {
    let until: Timestamp?
    switch end {
    case .longest:
      throw VaultError(
        .usage, "END_MISSING", "a ground needs an end", hint: "name it with --for or --until")
    case .after(let span): until = from.advanced(by: span)
    case .at(let time): until = time
    }
    guard let until, until > from else {
      throw VaultError(
        .usage, "END_BEFORE_START", "the ground's end is not after its start \(from)",
        hint: "choose an end that is later, and before the year 10000")
    }
    return until
  }
}
