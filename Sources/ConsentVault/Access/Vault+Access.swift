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
    try await access(subject) { [self] in inquiry(request, under: $0) }
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
    try accessNow(subject) { inquiry(request, under: $0) }
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
    try await access(
      subjects, batch: batch, resolving: { [self] in inquiry(request, under: $0) }, body)
  }

  /// An answer with its leaf.
  struct Settled: Sendable {
    let hearing: Hearing
    let leaf: UInt64
  }

  func hear(about subject: SubjectID, resolving resolve: Resolving) throws -> Hearing {
    try store.read { snapshot in
      try hear(
        resolve(policy(in: snapshot)), about: subject, at: moment(of: snapshot), in: snapshot)
    }
  }

  /// Writes the leaf.
  ///
  /// Its commit is the point at which the decision counts: if the subject's state or the
  /// policy has moved since, it decides again on what is true now.
  func settle(_ prepared: Hearing, in transaction: WriteTransaction) throws -> Settled {
    var hearing = prepared
    if try !stillHolds(hearing, in: transaction) {
      hearing = try hear(hearing.inquiry.request, about: hearing.id, in: transaction)
    }
    let inquiry = hearing.inquiry
    var about: WriteTransaction.About?
    if let dossier = hearing.dossier, let secret = dossier.subject.record.logSecret {
      about = WriteTransaction.About(dossier.subject.id, secret: secret, changesState: false)
    }
    let leaf = try transaction.append(
      hearing.outcome.isPermit ? .permit : .deny, about: about, names: inquiry.names,
      policy: inquiry.policy.number, encoded: encodedDetail(of: hearing))
    if inquiry.isContact, hearing.outcome.isPermit, let dossier = hearing.dossier,
      let terms = inquiry.terms, let span = terms.definition.contact?.per
    {
      try transaction.addContact(
        of: dossier.subject.id, for: terms.number, leaf: leaf,
        forgetting: transaction.time.backed(by: span))
    }
    return Settled(hearing: hearing, leaf: leaf)
  }

  /// Whether a decision made on an earlier snapshot would be made again now.
  private func stillHolds(_ hearing: Hearing, in transaction: WriteTransaction) throws -> Bool {
    if !transaction.isUnchanged(sinceLedgerOf: hearing.moment.ledgerSize) {
      guard try isUnchanged(hearing, in: transaction) else { return false }
    }
    guard let terms = hearing.inquiry.terms else { return true }
    // Time goes on between the two, and caps are counted here, where nobody else can count too.
    guard terms.holdsStill(from: hearing.moment.time, to: transaction.time, hearing.dossier),
      !hearing.inquiry.isContact || terms.definition.contact?.atMost == nil
    else { return false }
    return isTrusted(system: transaction.systemTime, vault: transaction.time)
      == hearing.moment.clockIsTrusted
  }

  /// Whether policy and subject are those that a decision was made from.
  private func isUnchanged(_ hearing: Hearing, in transaction: WriteTransaction) throws -> Bool {
    guard try transaction.policyNumber() == hearing.policy.number else { return false }
    guard let dossier = hearing.dossier else {
      // Somebody unknown may have become known, but an unknown name stays unknown.
      return hearing.inquiry.terms == nil
    }
    return try transaction.isUnchanged(dossier.subject)
      && transaction.holdsSameValues(as: dossier)
  }

  /// What the leaf of a decision says of it.
  func detail(of hearing: Hearing) -> LeafDetail {
    let outcome = hearing.outcome
    let request = hearing.inquiry.request
    let named = outcome.categories.filter { !outcome.isPermit || $0.isReleased }
      .compactMap { hearing.policy.registry.name($0.number) }
    var detail = Inquiry.detail(
      of: request,
      categories: outcome.categories.isEmpty
        ? request.categories.prefix(64).map(\.clipped) : named)
    detail.reasons = outcome.reasons.codes(nevers: outcome.nevers)
    detail.permissions = outcome.used.map { hearing.permissions[$0].permission.id }
    return detail
  }

  private func encodedDetail(of hearing: Hearing) throws -> [UInt8] {
    if let place = hearing.outcome.onlyPermission, let dossier = hearing.dossier,
      let bytes = hearing.inquiry.detail(permittedBy: dossier.permission(at: place))
    {
      return bytes
    }
    return try detail(of: hearing).encoded()
  }

  @specialized(where P == AnyPurpose)
  func release<P>(_ settled: Settled) -> Access<P> {
    guard settled.hearing.outcome.isPermit else {
      return .denied(decision(of: settled.hearing, leaf: settled.leaf))
    }
    return .permitted(Disclosure(settled, of: self))
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

  /// The one permission that a permit of everything rests on; nil for whatever is less simple.
  fileprivate var onlyPermission: Int? {
    // A span, here and below: an element of an array is copied to be looked at, with all that it refers to.
    let categories = categories.span
    guard isPermit, reasons.isEmpty, categories.count > 0, let place = categories[0].permission
    else { return nil }
    for index in categories.indices
    where categories[index].permission != place || !categories[index].released.isOnly(place) {
      return nil
    }
    return place
  }
}

extension CompiledPurpose {
  /// Whether nothing that depends on the clock changes between two instants.
  fileprivate func holdsStill(
    from start: Timestamp, to end: Timestamp, _ dossier: Dossier?
  ) -> Bool {
    if start == end { return true }
    if let staleFrom, start < staleFrom, staleFrom <= end { return false }
    if let quiet, quiet.holds(at: start) != quiet.holds(at: end) { return false }
    return dossier?.standsStill(from: start, to: end) ?? true
  }
}
