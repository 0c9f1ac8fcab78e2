import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Reads data for a purpose: decides, writes the leaf, and only then releases.
  ///
  /// The caller's executor is not blocked by the disk: a dedicated writer commits for everybody.
  ///
  /// - Parameters:
  ///   - subject: whose data is asked for.
  ///   - request: who asks for what, and why.
  /// - Returns: the data, or the reasons why not; both are leaves of the ledger by then.
  /// - Throws: ``VaultError`` if the vault cannot decide or cannot write the leaf; then nothing is
  ///   released.
  public func access(
    _ subject: SubjectID, _ request: Request
  ) async throws(VaultError) -> Access<AnyPurpose> {
    try await access(subject) { ResolvedRequest(request, in: $0) }
  }

  /// The same on the caller's thread, for tools and tight loops.
  ///
  /// It blocks until the leaf is written: not for a task of the cooperative pool.
  ///
  /// - Parameters:
  ///   - subject: whose data is asked for.
  ///   - request: who asks for what, and why.
  /// - Returns: as ``access(_:_:)``.
  /// - Throws: as ``access(_:_:)``.
  public func accessNow(
    _ subject: SubjectID, _ request: Request
  ) throws(VaultError) -> Access<AnyPurpose> {
    try accessNow(subject) { ResolvedRequest(request, in: $0) }
  }

  /// Reads data of many subjects, a batch at a time.
  ///
  /// Each batch is decided in one snapshot, and its leaves are written in one transaction.
  ///
  /// - Parameters:
  ///   - subjects: whose data is asked for, each decided on its own.
  ///   - request: who asks for what, and why; the same for all.
  ///   - batch: how many subjects share a snapshot, at least 1; their plaintext is in memory
  ///     together.
  ///   - body: gets each subject's answer, in order, after its leaf is written.
  /// - Throws: ``VaultError`` as ``access(_:_:)``, and what `body` throws; the batches before
  ///   stand, and so do the leaves of the batch that was given out in part.
  public func access(
    _ subjects: some Sequence<SubjectID>, _ request: Request, batch: Int = 256,
    _ body: (SubjectID, consuming Access<AnyPurpose>) async throws -> Void
  ) async throws {
    try await access(subjects, batch: batch, resolving: { ResolvedRequest(request, in: $0) }, body)
  }

  /// An answer before its leaf, or with it.
  struct Prepared: Sendable {
    let subject: SubjectID
    let hearing: Hearing
    let released: [Plaintext]
    var leaf: UInt64?

    var request: Request { hearing.inquiry.request }
  }

  func prepare(
    about subject: SubjectID, resolving resolve: Resolving
  ) throws -> Prepared {
    try store.read { snapshot in
      try prepare(inquiry(resolve, in: snapshot), about: subject, in: snapshot)
    }
  }

  /// Decides, and opens what would be released: so that an integrity failure is found before a leaf
  /// says that data was given away.
  func prepare(
    _ inquiry: Inquiry, about subject: SubjectID, in snapshot: Snapshot
  ) throws -> Prepared {
    let hearing = try hear(inquiry, about: subject, in: snapshot)
    return Prepared(
      subject: subject, hearing: hearing,
      released: hearing.outcome.isPermit ? try open(hearing, in: snapshot) : [])
  }

  /// Writes the leaf.
  ///
  /// Its commit is the point at which the decision counts (05): if the subject's state or the
  /// policy has moved since, it decides again on what is true now.
  func settle(_ prepared: Prepared, in transaction: WriteTransaction) throws -> Prepared {
    var prepared = prepared
    if try !stillHolds(prepared.hearing, in: transaction) {
      let request = prepared.request
      prepared = try prepare(
        inquiry({ ResolvedRequest(request, in: $0) }, in: transaction),
        about: prepared.subject, in: transaction)
    }
    let hearing = prepared.hearing
    let request = prepared.request
    let isContact = hearing.outcome.isPermit && request.channel != nil
    let about = hearing.subject.flatMap { subject in
      subject.record.logSecret.map {
        WriteTransaction.About(subject.id, secret: $0, changesState: false)
      }
    }
    let leaf = try transaction.append(
      hearing.outcome.isPermit ? .permit : .deny, about: about, actor: request.actor.clipped,
      purpose: request.purpose.clipped, policy: hearing.policy.number, detail: detail(of: hearing))
    if isContact, let subject = hearing.subject, let terms = hearing.request.terms,
      let span = terms.definition.contact?.per
    {
      try transaction.addContact(
        of: subject.id, for: terms.number, leaf: leaf,
        forgetting: transaction.time.backed(by: span))
    }
    prepared.leaf = leaf
    return prepared
  }

  /// Whether a decision made on an earlier snapshot would be made again now.
  private func stillHolds(_ hearing: Hearing, in transaction: WriteTransaction) throws -> Bool {
    if !transaction.isUnchanged(sinceLedgerOf: hearing.ledgerSize) {
      guard try isUnchanged(hearing, in: transaction) else { return false }
    }
    guard let terms = hearing.request.terms else { return true }
    // Time goes on between the two, and caps are counted here, where nobody else can count too.
    guard terms.holdsStill(from: hearing.facts.time, to: transaction.time, hearing.permissions),
      terms.definition.contact?.atMost == nil || hearing.request.request.channel == nil
    else { return false }
    return isTrusted(system: transaction.systemTime, vault: transaction.time)
      == hearing.facts.clockIsTrusted
  }

  /// Whether policy and subject are those that a decision was made from.
  private func isUnchanged(_ hearing: Hearing, in transaction: WriteTransaction) throws -> Bool {
    guard try transaction.policyNumber() == hearing.policy.number else { return false }
    guard let subject = hearing.subject else {
      // Somebody unknown may have become known, but an unknown name stays unknown.
      return hearing.request.terms == nil
    }
    return try transaction.isUnchanged(subject)
  }

  /// Opens the envelopes that the outcome rests on, and the values that they cover.
  func open(_ hearing: Hearing, in snapshot: Snapshot) throws -> [Plaintext] {
    guard let dossier = hearing.dossier else { return [] }
    var released: [Plaintext] = []
    for category in hearing.outcome.categories where category.isReleased {
      for place in dossier.values.indices
      where dossier.values[place].row.category == category.number {
        guard let permission = category.released[dossier.values[place].row.origin] else { continue }
        released.append(
          Plaintext(
            try dossier.open(
              valueAt: place, by: permission, in: snapshot, registry: hearing.policy.registry),
            of: dossier, at: place))
      }
    }
    return released
  }

  /// What the leaf of a decision says of it.
  func detail(of hearing: Hearing) -> LeafDetail {
    let registry = hearing.policy.registry
    let outcome = hearing.outcome
    let request = hearing.inquiry.request
    var categories: [String] = []
    for category in outcome.categories where !outcome.isPermit || category.isReleased {
      if let name = registry.name(category.number) { categories.append(name) }
    }
    return LeafDetail(
      categories: outcome.categories.isEmpty
        ? request.categories.prefix(64).map(\.clipped) : categories,
      channel: request.channel?.clipped,
      recipient: request.recipient == "self" ? nil : request.recipient.clipped,
      operation: request.operation == "use" ? nil : request.operation.clipped,
      reasons: outcome.reasons.isEmpty ? [] : outcome.reasons.codes(nevers: outcome.nevers),
      permissions: outcome.used.map { hearing.permissions[$0].permission.id })
  }

  func release<P>(_ prepared: Prepared) -> Access<P> {
    guard prepared.hearing.outcome.isPermit else {
      return .denied(decision(of: prepared.hearing, leaf: prepared.leaf))
    }
    return .permitted(Disclosure(prepared, of: self))
  }
}

extension Outcome {
  /// The places of the permissions that a permit rests on, each once and in order.
  fileprivate var used: [Int] {
    guard isPermit else { return [] }
    var places: [Int] = []
    func add(_ place: Int) { if !places.contains(place) { places.append(place) } }
    for category in categories {
      if let permission = category.permission { add(permission) }
      for entry in category.released.entries { add(entry.permission) }
    }
    return places.count > 1 ? places.sorted() : places
  }
}

extension CompiledPurpose {
  /// Whether nothing that depends on the clock changes between two instants.
  fileprivate func holdsStill(
    from start: Timestamp, to end: Timestamp, _ permissions: [PermissionRow]
  ) -> Bool {
    if start == end { return true }
    if let staleFrom, start < staleFrom, staleFrom <= end { return false }
    if let quiet, quiet.holds(at: start) != quiet.holds(at: end) { return false }
    return permissions.allSatisfy {
      $0.permission.isOpen(at: start) == $0.permission.isOpen(at: end)
    }
  }
}

extension String {
  /// Cut to what a leaf will hold of a name that nobody has checked.
  fileprivate var clipped: String {
    utf8.count <= 128 ? self : String(decoding: utf8.prefix(128), as: UTF8.self)
  }
}
