import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// Gathers what a statement tells, in one snapshot.
struct StatementReader {
  let policy: CompiledPolicy
  private let vault: Vault
  private let snapshot: WriteTransaction
  private let subject: StoredSubject
  private let scope: SubjectStatement.Scope
  private let standing: Standing
  private let leaves: [LedgerEntry]
  /// Sorted by category and key, and only what the scope is about.
  private let rows: [ValueRow]

  init(
    _ subject: StoredSubject, _ scope: SubjectStatement.Scope, in transaction: WriteTransaction,
    _ vault: Vault
  ) throws {
    self.vault = vault
    self.subject = subject
    self.scope = scope
    snapshot = transaction
    let policy = try vault.policy(in: transaction)
    self.policy = policy
    let standing = Standing(
      permissions: try transaction.permissions(of: subject, registry: policy.registry)
        .map(\.permission), denials: subject.record.denials, time: transaction.time)
    self.standing = standing
    leaves = try transaction.history(of: subject.id).compactMap { index in
      try transaction.leaf(index).map { LedgerEntry(index, $0, try vault.open($0, of: subject)) }
    }
    rows = try transaction.values(of: subject.id)
      .filter { scope == .access || policy.isPortable($0, in: standing) }
      .sorted { a, b in
        let names = (policy.registry.name(a.category) ?? "", policy.registry.name(b.category) ?? "")
        return names.0 == names.1 ? a.key < b.key : names.0 < names.1
      }
  }

  /// The values, sealed; each was opened once.
  func sealed() throws -> [SealedValue] {
    guard !rows.isEmpty else { return [] }
    guard let wrapped = subject.wrapped else { throw StoreError.integrity("a subject") }
    let key = try vault.keys.unwrapSubjectKey(wrapped, for: subject.id)
    return try rows.map {
      try SealedValue($0, of: subject, key, vault.keys.vault, policy.registry)
    }
  }

  /// The statement, still without its leaf.
  func statement(of id: SubjectID) throws -> SubjectStatement {
    let since: Timestamp? =
      if case .restricted(let since) = subject.record.status { since } else { nil }
    let controller = policy.policy.controller
    let versions = versions()
    var statement = SubjectStatement(
      scope: scope, subject: id.text, madeAt: snapshot.time, leaf: snapshot.nextLeaf,
      policy: Decision.PolicyReference(
        name: policy.policy.name, version: policy.policy.version.text, digest: policy.digest),
      controller: .init(name: controller.name, contact: controller.contact),
      status: since == nil ? "active" : "restricted", restrictedSince: since,
      values: rows.map { value(of: $0, versions) }, names: StatedNames(policy.policy))
    guard scope == .access else { return statement }
    let all = try vault.views(of: subject, policy, in: snapshot)
    statement.consents = all.filter { $0.kind == .consent }
    statement.grounds = all.filter { $0.kind == .ground }
    statement.stopped = stopped()
    statement.denials = subject.record.denials.map { SubjectReport.Denial($0, policy.registry) }
    statement.requests = try snapshot.requests(of: subject.id)
      .map { try vault.entry(of: $0, in: snapshot, at: snapshot.time) }
    statement.uses = leaves.compactMap(StatedUse.init)
    statement.events = leaves.compactMap(StatedEvent.init)
    return statement
  }

  /// The given permissions that cover nothing now, asked as a read would be.
  private func stopped() -> Set<Identifier> {
    var standing = standing
    if case .restricted(let since) = subject.record.status { standing.restrictedSince = since }
    let idle = standing.permissions.filter { permission in
      guard permission.isOpen(at: standing.time) else { return false }
      guard let terms = policy.terms(permission.purpose), !terms.isStale(at: standing.time) else {
        return true
      }
      return !permission.scope.categories.numbers.contains { category in
        policy.coverage(of: Point(category: category), for: terms, in: standing).isCovered
      }
    }
    return Set(idle.map(\.id))
  }

  /// Where a value stands among those of its subject.
  private struct Place: Hashable {
    let category: String
    /// Bytes: canonically equivalent keys are two.
    let key: [UInt8]

    init(_ category: String, _ key: String) {
      self.category = category
      self.key = Array(key.utf8)
    }
  }

  private func versions() -> [Place: [StatedValue.Version]] {
    var versions: [Place: [StatedValue.Version]] = [:]
    for entry in leaves {
      for value in entry.detail?.values ?? [] {
        versions[Place(value.category, value.key), default: []].append(
          StatedValue.Version(
            number: value.version, isRectification: entry.type == LeafType.rectified.name,
            time: entry.time, actor: entry.actor, leaf: entry.leaf))
      }
    }
    return versions
  }

  private func value(
    of row: ValueRow, _ versions: [Place: [StatedValue.Version]]
  ) -> StatedValue {
    let category = policy.registry.name(row.category) ?? ""
    let holding = policy.holding(row.category, from: row.origin, in: standing)
    return StatedValue(
      category: category, key: row.key, origin: policy.registry.name(row.origin) ?? "",
      collectedAt: row.collectedAt, version: row.version,
      versions: versions[Place(category, row.key)] ?? [], purposes: purposes(holding.covering),
      retainedFor: purposes(holding.retaining), keptUntil: holding.until)
  }

  private func purposes(_ permissions: [Int]) -> [String] {
    Set(permissions.compactMap { policy.registry.name(standing.permissions[$0].purpose) }).sorted()
  }
}

extension CompiledPolicy {
  /// Whether a person may take a value elsewhere (GDPR Article 20(1)): they provided it, and it is held
  /// for a consent or a contract.
  fileprivate func isPortable(_ row: ValueRow, in standing: Standing) -> Bool {
    guard let name = registry.name(row.origin), let origin = Origin(name),
      Origin.implied.contains(origin)
    else { return false }
    let holding = holding(row.category, from: row.origin, in: standing)
    return (holding.covering + holding.retaining).contains { index in
      let basis = terms(standing.permissions[index].purpose)?.basis
      return basis == .consent || basis == .contract
    }
  }
}

extension StatedUse {
  /// What a leaf says of a use; nil for any other leaf.
  fileprivate init?(_ entry: LedgerEntry) {
    let isPermitted = entry.type == LeafType.permit.name
    guard isPermitted || entry.type == LeafType.deny.name, let detail = entry.detail else {
      return nil
    }
    self.init(
      leaf: entry.leaf, time: entry.time, isPermitted: isPermitted, actor: entry.actor,
      purpose: entry.purpose, categories: detail.categories, recipient: detail.recipient ?? "self",
      channel: detail.channel, operation: detail.operation ?? "use",
      permissions: detail.permissions, reasons: isPermitted ? [] : detail.reasons)
  }
}

extension StatedEvent {
  /// What a leaf says of anything but a use.
  fileprivate init?(_ entry: LedgerEntry) {
    guard entry.type != LeafType.permit.name, entry.type != LeafType.deny.name else { return nil }
    let detail = entry.detail
    self.init(
      leaf: entry.leaf, time: entry.time, name: entry.type, actor: entry.actor,
      purpose: entry.purpose,
      categories: Set((detail?.categories ?? []) + (detail?.values.map(\.category) ?? [])).sorted())
  }
}
