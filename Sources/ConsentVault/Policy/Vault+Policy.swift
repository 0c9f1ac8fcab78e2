import VaultLedger
package import VaultPolicy
package import VaultStore

extension Vault {
  /// What loading a policy did.
  package struct PolicyChange: Sendable {
    package let name: String
    package let version: String
    package let digest: Digest
    /// False if exactly this version was in force already.
    package let changed: Bool
    package let leaf: UInt64?
  }

  /// Puts a version of the policy in force, at once and for every process.
  ///
  /// A version lower than the one in force is taken with `allowOlder` only.
  ///
  /// - Throws: ``VaultError`` `POLICY_NAME_CHANGED`, `VERSION_REUSED`, `VERSION_OLDER`,
  ///   `OWNER_KEY_NEEDED`.
  package func loadPolicy(
    _ source: PolicySource, allowOlder: Bool = false
  ) async throws(VaultError) -> PolicyChange {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        let known = try transaction.policies()
        return try load(source, over: known, allowOlder: allowOlder, in: transaction)
      }
    }
  }

  /// Loads a version over those that the vault knows; `known` is nil for a new vault.
  func load(
    _ source: PolicySource, over known: [PolicyRow]?, allowOlder: Bool,
    in transaction: WriteTransaction
  ) throws -> PolicyChange {
    let row = PolicyRow(
      number: UInt32((known?.count ?? 0) + 1), name: source.policy.name,
      version: source.policy.version.text, canonical: source.policy.canonicalJSON(),
      places: source.places.json(), source: source.sourceText, loaded: transaction.time, signature: nil)
    let latest = known?.last
    if let latest {
      try check(source, row, latest: latest, known: known ?? [], allowOlder: allowOlder)
      let notices = try newNotices(of: source, number: latest.number, in: transaction)
      if latest.version == row.version && notices.isEmpty {
        return PolicyChange(
          name: row.name, version: row.version, digest: row.digest, changed: false, leaf: nil)
      }
    }
    var registry = known == nil ? Registry() : try transaction.registry()
    let builtIn = known == nil ? registry.entries : []
    let added = builtIn + (try registry.register(source.policy))
    try transaction.insert(
      row, registry: registry, added: added,
      notices: newNotices(of: source, number: row.number, in: transaction))
    var detail = LeafDetail()
    detail.text = "\(row.name) \(row.version) sha256:\(row.digest)"
    let leaf = try transaction.append(
      .policyLoaded, about: nil, actor: options.typist, policy: row.number, detail: detail)
    return PolicyChange(
      name: row.name, version: row.version, digest: row.digest, changed: true, leaf: leaf)
  }

  private func check(
    _ source: PolicySource, _ row: PolicyRow, latest: PolicyRow, known: [PolicyRow],
    allowOlder: Bool
  ) throws {
    let editions = known.compactMap { row in
      PolicyVersion(row.version).map {
        PolicySuccession.Edition(name: row.name, version: $0, digest: row.digest)
      }
    }
    guard editions.count == known.count, let inForce = editions.last else {
      throw StoreError(.integrity, "a policy version of the vault cannot be read")
    }
    let new = PolicySuccession.Edition(
      name: row.name, version: source.policy.version, digest: row.digest)
    let problem = PolicySuccession.problem(
      loading: new, over: inForce, known: editions, allowOlder: allowOlder, places: source.places)
    if let problem {
      throw VaultError(.refused, problem.code.rawValue, problem.message, hint: problem.hint)
    }
  }

  /// The notices that the vault does not hold word for word yet.
  private func newNotices(
    of source: PolicySource, number: UInt32, in transaction: WriteTransaction
  ) throws -> [NoticeRow] {
    // Compared with the newest text of the name alone: a wording that comes back is new again.
    let known = try transaction.notices()
    return source.notices
      .map { NoticeRow(id: $0.id, language: $0.language, text: $0.text, policy: number) }
      .filter { new in
        known.last { $0.id == new.id && $0.language == new.language }?.digest != new.digest
      }
  }

  /// Every version that the vault keeps, oldest first.
  package func policyLog() throws(VaultError) -> [PolicyRow] {
    try atTheDoor { try store.read { try $0.policies() } }
  }

  /// The policy in force.
  package func policyInForceNow() throws(VaultError) -> CompiledPolicy {
    try atTheDoor { try store.read { try policy(in: $0) } }
  }

  /// Every notice that the vault keeps.
  package func notices() throws(VaultError) -> [NoticeRow] {
    try atTheDoor { try store.read { try $0.notices() } }
  }
}
