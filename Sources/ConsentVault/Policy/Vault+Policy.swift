package import VaultLedger
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
    /// The version that gave way, if the one that was loaded is older.
    package let olderThan: String?
    /// The policy key in force from now on; nil if there is none.
    package let key: VerifierKey?
    package let leaf: UInt64?

    fileprivate init(_ row: PolicyRow, over before: PolicyRow?, leaf: UInt64?) {
      name = row.name
      version = row.version
      digest = row.digest
      changed = leaf != nil
      olderThan = row.olderThan(before)
      key = row.signature?.key
      self.leaf = leaf
    }
  }

  /// Puts a version of the policy in force, at once and for every process.
  ///
  /// A version lower than the one in force is taken with `allowOlder` only. Once the vault has a policy key,
  /// a version must be signed by it; there is no way back.
  ///
  /// - Parameters:
  ///   - source: the version, with its notices and its signature.
  ///   - allowOlder: whether a rollback is meant.
  ///   - key: a policy key that comes into force with this version, which may be the one in force already.
  /// - Returns: what changed.
  /// - Throws: ``VaultError`` `POLICY_NAME_CHANGED`, `VERSION_REUSED`, `VERSION_OLDER`,
  ///   `OWNER_KEY_NEEDED`; `POLICY_UNSIGNED`, `POLICY_SIGNATURE_WRONG`; `POLICY_KEY_BOUND`,
  ///   `POLICY_KEY_REPLACED`, `ENDORSEMENT_WRONG`, `NOTICE_UNSIGNED`.
  package func loadPolicy(
    _ source: PolicySource, allowOlder: Bool = false, setting key: PolicyKeyChange? = nil
  ) async throws(VaultError) -> PolicyChange {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        // What is built on is proved first, and read anew: its seal covers the policy key and the
        // registry, and the next one would cover whatever somebody had made of them.
        _ = try transaction.policy(
          transaction.policyNumber(), registry: transaction.registry())
        let known = try transaction.policies()
        return try load(
          source, over: known, allowOlder: allowOlder, setting: key, in: transaction)
      }
    }
  }

  /// Loads a version over those that the vault knows; `known` is nil for a new vault.
  func load(
    _ source: PolicySource, over known: [PolicyRow]?, allowOlder: Bool,
    setting key: PolicyKeyChange? = nil, in transaction: WriteTransaction
  ) throws -> PolicyChange {
    let signature = try source.demandedSignature(
      over: known ?? [], setting: key, held: known == nil ? [] : transaction.notices())
    let row = PolicyRow(
      number: UInt32((known?.count ?? 0) + 1), name: source.policy.name,
      version: source.policy.version.text, canonical: source.policy.canonicalJSON(),
      places: source.places.json(), source: source.sourceText, loaded: transaction.time,
      signature: signature)
    let latest = known?.last
    if let latest {
      try check(source, row, latest: latest, known: known ?? [], allowOlder: allowOlder)
      let notices = try newNotices(of: source, number: latest.number, in: transaction)
      if latest.version == row.version, notices.isEmpty,
        latest.signature?.key == signature?.key
      {
        return PolicyChange(row, over: latest, leaf: nil)
      }
    }
    var registry = known == nil ? Registry() : try transaction.registry()
    let builtIn = known == nil ? registry.entries : []
    let added = builtIn + (try registry.register(source.policy))
    try transaction.insert(
      row, registry: registry, added: added,
      notices: newNotices(of: source, number: row.number, in: transaction))
    let leaf = try transaction.append(
      .policyLoaded, about: nil, actor: options.typist, policy: row.number,
      detail: LeafDetail(text: row.edition(over: latest)))
    if let signature, signature.key != latest?.signature?.key {
      _ = try transaction.append(
        .policyKey, about: nil, actor: options.typist, policy: row.number,
        detail: LeafDetail(text: signature.key.text))
    }
    return PolicyChange(row, over: latest, leaf: leaf)
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
