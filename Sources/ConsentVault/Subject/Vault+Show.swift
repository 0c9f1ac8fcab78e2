import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Every subject, in no order that says anything about it.
  ///
  /// Subjects that come or go meanwhile may be seen or not.
  ///
  /// - Parameter body: gets each subject, tombstones included; no lock or snapshot is held then.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, and whatever `body` throws.
  public func eachSubject(_ body: (SubjectSummary) throws -> Void) throws {
    try atTheDoor { try requireOwner() }
    var last: Identifier?
    while true {
      // A page per snapshot: nobody holds one while the caller's code runs.
      let page = try atTheDoor {
        try store.read { snapshot in
          let policy = try policy(in: snapshot)
          return try snapshot.subjects(after: last, limit: 256).map { subject in
            (subject.tag, try summary(of: subject, policy, in: snapshot))
          }
        }
      }
      for (_, summary) in page { try body(summary) }
      guard let (tag, _) = page.last else { return }
      last = tag
    }
  }

  private func summary(
    of subject: StoredSubject, _ policy: CompiledPolicy, in snapshot: Snapshot
  ) throws -> SubjectSummary {
    let permissions = try snapshot.permissions(of: subject, registry: policy.registry)
    let (status, since): (String, Timestamp?) =
      switch subject.record.status {
      case .active: ("active", nil)
      case .restricted(let since): ("restricted", since)
      case .erased: ("erased", nil)
      }
    return SubjectSummary(
      subject: try name(of: subject), status: status, since: since,
      consents: permissions.count { $0.permission.kind == .consent },
      grounds: permissions.count { $0.permission.kind == .ground },
      denials: subject.record.denials.count, values: try snapshot.values(of: subject.id).count)
  }

  /// The company's id of a subject; nil where the vault has none, or where an owner is needed.
  func name(of subject: StoredSubject) throws -> String? {
    try name(of: subject.id, wrapped: subject.wrapped, identity: subject.identity)
  }

  /// The same from the columns that hold it.
  func name(of subject: Identifier, wrapped: [UInt8]?, identity: [UInt8]?) throws -> String? {
    guard keys.isOwner, let wrapped, let identity else { return nil }
    let key = try keys.unwrapSubjectKey(wrapped, for: subject)
    let bytes = try key.open(
      identity, label: Identity.label,
      context: Identity.context(vault: keys.vault, subject: subject))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StoreError.integrity("a subject's identity")
    }
    return text
  }

  /// What the vault holds about a subject, without the values' bytes (GDPR Article 15).
  ///
  /// - Parameter subject: whose record it is.
  /// - Returns: the record; of one that was erased, its status alone.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`.
  public func report(on subject: SubjectID) throws(VaultError) -> SubjectReport {
    try atTheDoor {
      try store.read { snapshot in
        let policy = try policy(in: snapshot)
        let registry = policy.registry
        guard let known = try snapshot.subject(subject) else { throw VaultError.subjectUnknown }
        let all = try views(of: known, policy, in: snapshot)
        return SubjectReport(
          summary: try summary(of: known, policy, in: snapshot),
          consents: all.filter { $0.kind == .consent }, grounds: all.filter { $0.kind == .ground },
          denials: known.record.denials.map { SubjectReport.Denial($0, registry) },
          values: try snapshot.values(of: known.id).map { SubjectReport.Value($0, registry) })
      }
    }
  }

  /// The subject's consents, newest word first.
  ///
  /// - Parameters:
  ///   - subject: whose consents they are.
  ///   - all: also those that are closed or expired.
  /// - Returns: those that are given or requested by ``Consent/state``, or all.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`.
  public func consents(
    of subject: SubjectID, all: Bool = false
  ) throws(VaultError) -> [Consent] {
    try permissions(of: subject, .consent).filter {
      all || ["given", "requested"].contains($0.state)
    }
  }

  /// The subject's grounds, newest first, closed and expired ones included.
  ///
  /// - Parameter subject: whose grounds they are.
  /// - Returns: the records.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`.
  public func grounds(of subject: SubjectID) throws(VaultError) -> [Consent] {
    try permissions(of: subject, .ground)
  }

  private func permissions(
    of subject: SubjectID, _ kind: Permission.Kind
  ) throws(VaultError) -> [Consent] {
    try atTheDoor {
      try store.read { snapshot in
        guard let known = try snapshot.subject(subject) else { throw VaultError.subjectUnknown }
        return try views(of: known, policy(in: snapshot), in: snapshot).filter { $0.kind == kind }
      }
    }
  }

  /// One consent or ground, and whose it is.
  ///
  /// - Parameter id: the record's id.
  /// - Returns: the record, and the company's id of its subject: nil without an owner's key.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`.
  public func permission(
    _ id: Identifier
  ) throws(VaultError) -> (subject: String?, consent: Consent) {
    try atTheDoor {
      try store.read { snapshot in
        guard let subject = try snapshot.subject(ofPermission: id),
          let view = try views(of: subject, policy(in: snapshot), in: snapshot)
            .first(where: { $0.id == id })
        else { throw VaultError.unknownPermission(id) }
        return (try name(of: subject), view)
      }
    }
  }

  /// The permissions of a subject in words, with their events.
  func views(
    of subject: StoredSubject, _ policy: CompiledPolicy, in snapshot: Snapshot
  ) throws -> [Consent] {
    let events = try events(of: subject, in: snapshot)
    let key =
      keys.isOwner
      ? try subject.wrapped.map { try keys.unwrapSubjectKey($0, for: subject.id) } : nil
    let rows = try snapshot.permissions(of: subject, registry: policy.registry)
      .sorted {
        ($0.permission.eventTime, $0.permission.sequence) > (
          $1.permission.eventTime, $1.permission.sequence
        )
      }
    let time = try store.time(in: snapshot).vault
    return try rows.map { row in
      var view = try Consent(row.permission, policy, at: time, in: snapshot)
      view.events = events[row.permission.id] ?? []
      if let key, let detail = row.detail {
        view.detail = try PermissionDetail(opening: detail, by: key, of: row.permission.id)
      }
      return view
    }
  }

  /// What the ledger says of each permission of a subject: its state leaves.
  private func events(
    of subject: StoredSubject, in snapshot: Snapshot
  ) throws -> [Identifier: [Consent.Event]] {
    var events: [Identifier: [Consent.Event]] = [:]
    try snapshot.eachLeaf(at: snapshot.history(of: subject.id)) { index, leaf, _ in
      guard leaf.type.isEvent, let detail = try open(leaf, of: subject) else { return }
      for permission in detail.permissions {
        events[permission, default: []].append(
          Consent.Event(
            name: leaf.type == .sweep ? LeafType.expired.name : leaf.type.name, time: leaf.time,
            eventTime: detail.eventTime, actor: leaf.actor, leaf: index))
      }
    }
    return events
  }

  /// The private part of a leaf, opened with the secret of the subject, or else of the vault.
  func open(_ leaf: Leaf, of subject: StoredSubject?) throws -> LeafDetail? {
    let secrets = [subject?.record.logSecret].compactMap(\.self) + keys.vaultLogSecrets
    for secret in secrets {
      guard let bytes = try? secret.open(private: leaf.sealed) else { continue }
      return try LeafDetail(decoding: bytes)
    }
    return nil
  }
}

extension LeafType {
  /// Whether the leaf is something that happened to a permission.
  fileprivate var isEvent: Bool { rawValue <= LeafType.groundClosed.rawValue || self == .sweep }
}

extension SubjectReport.Denial {
  init(_ denial: VaultModel.Denial, _ registry: Registry) {
    id = denial.id
    word = denial.word == .withdrawn ? "withdrawn" : "refused"
    purpose = denial.scope.purpose.flatMap { registry.name($0) }
    categories = denial.scope.categories.map { registry.names($0) }
    channels = denial.scope.channels.map { registry.names($0) }
    recipients = denial.scope.recipients.map { registry.names($0) }
    eventTime = denial.eventTime
    recordedTime = denial.recordedTime
  }
}

extension SubjectReport.Value {
  fileprivate init(_ row: ValueRow, _ registry: Registry) {
    category = registry.name(row.category) ?? ""
    key = row.key
    origin = registry.name(row.origin) ?? ""
    collectedAt = row.collectedAt
    version = row.version
    bytes = row.sealed.count
  }
}
