import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Stores values: each only if some live permission of the subject covers its category and
  /// origin.
  ///
  /// What a named category held before is replaced, under every key. All values are stored, or
  /// none.
  ///
  /// - Parameters:
  ///   - subject: whose values they are.
  ///   - values: the values, each under a leaf category.
  /// - Returns: what was written, and what was there already.
  /// - Throws: ``VaultError`` of kind `refused` with the reason of the first value that no
  ///   permission covers; `CATEGORY_UNKNOWN`, `CATEGORY_IS_PARENT`, `SUBJECT_UNKNOWN`,
  ///   `SUBJECT_ERASED`; `VALUE_TOO_LARGE`, `KEY_INVALID`; `TOO_LARGE` if the leaf cannot tell of so
  ///   many values.
  public func put(_ subject: SubjectID, _ values: [NewValue]) async throws(VaultError) -> Stored {
    try await store(subject, values, as: .stored)
  }

  /// Corrects values (GDPR Article 16); guarded like ``put(_:_:)``, and told apart in the ledger.
  ///
  /// - Parameters:
  ///   - subject: whose values they are.
  ///   - values: the values as they should be; they replace what their categories held.
  ///   - request: the request that this answers, if there is one; an owner's key is needed then.
  /// - Returns: what was written, and what was there already.
  /// - Throws: as ``put(_:_:)``; `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `REQUEST_MISMATCH`.
  public func rectify(
    _ subject: SubjectID, _ values: [NewValue], answering request: Identifier? = nil
  ) async throws(VaultError) -> Stored {
    try await store(subject, values, as: .rectified, answering: request)
  }

  private func store(
    _ subject: SubjectID, _ values: [NewValue], as type: LeafType,
    answering request: Identifier? = nil
  ) async throws(VaultError) -> Stored {
    try await atTheDoor {
      try subject.refuseReserved()
      return try await store.write { [self] transaction in
        guard let known = try transaction.subject(subject) else {
          throw VaultError(
            .refused, "SUBJECT_UNKNOWN",
            "nothing may be stored about somebody without a permission",
            hint: "record a consent or a ground first")
        }
        guard known.record.status != .erased else { throw VaultError.subjectErased }
        try answer(request, of: subject, [.rectification], in: transaction)
        var storing = try Storing(known, in: transaction, self)
        for value in values {
          if let refusal = try storing.admit(value) { throw refusal }
        }
        return try storing.finish(as: type, replacing: true)
      }
    }
  }
}

/// Values on their way into one subject's categories, inside a transaction.
struct Storing {
  private let vault: Vault
  private let transaction: WriteTransaction
  private let policy: CompiledPolicy
  private let subject: StoredSubject
  private let permissions: [PermissionRow]
  private let standing: Standing
  private var isNew = false
  private var subjectKey: SubjectKey?
  private var categoryKeys: [CategoryNumber: CategoryKey] = [:]
  /// Keys that were derived already, by the category's name.
  private var derivedKeys: [String: CategoryKey] = [:]
  private var admitted: [(category: CategoryNumber, origin: OriginNumber, value: NewValue)] = []

  init(_ subject: StoredSubject, in transaction: WriteTransaction, _ vault: Vault) throws {
    let policy = try vault.policy(in: transaction)
    self.init(
      subject, try transaction.permissions(of: subject, registry: policy.registry), policy,
      in: transaction, vault)
  }

  /// Storing that goes on from a change of the subject's permissions.
  init(_ change: Change, _ vault: Vault) throws {
    self.init(
      change.subject, try change.permissions(), change.policy, in: change.transaction, vault)
    derivedKeys = change.derivedKeys
    isNew = change.isNew
  }

  private init(
    _ subject: StoredSubject, _ permissions: [PermissionRow], _ policy: CompiledPolicy,
    in transaction: WriteTransaction, _ vault: Vault
  ) {
    self.vault = vault
    self.transaction = transaction
    self.subject = subject
    self.policy = policy
    let registry = policy.registry
    // A purpose key stores under its own live permission only.
    self.permissions = permissions.filter {
      registry.name($0.permission.purpose).map(vault.keys.opens) ?? false
    }
    standing = Standing(
      permissions: self.permissions.map(\.permission), denials: subject.record.denials,
      time: transaction.time)
  }

  /// Takes a value in, or says why it may not be stored.
  mutating func admit(_ value: NewValue) throws -> VaultError? {
    guard vault.isTrusted(system: transaction.systemTime, vault: transaction.time) else {
      return .storing(.clockUntrusted, value.category)
    }
    guard value.bytes.count <= CategoryKey.longestValue else {
      return VaultError(
        .usage, "VALUE_TOO_LARGE", "a value of `\(value.category)` is over 1 MiB",
        hint: "keep large files elsewhere, and store where they are")
    }
    guard value.key.utf8.count <= 255, !value.key.utf8.contains(where: { $0 < 32 }) else {
      return VaultError(
        .usage, "KEY_INVALID", "a key of `\(value.category)` is no name",
        hint: "use up to 255 bytes without control characters")
    }
    guard let category = policy.registry.number(value.category, CategoryKind.self),
      let leaves = policy.leaves(of: value.category)
    else { return .unknownName("CATEGORY", value.category) }
    guard leaves == [category] else {
      return VaultError(
        .refused, "CATEGORY_IS_PARENT", "`\(value.category)` stands for several categories",
        hint: "data sits at leaves: name one of those under it")
    }
    // An origin that the vault never heard of is on no list; it is told as not allowed.
    let origin = policy.registry.number(value.origin.description, OriginKind.self)
    let coverage = policy.storing(category, from: origin ?? .unheard, in: standing)
    guard let index = coverage.permission, let origin else {
      return .storing(coverage.reasons, value.category)
    }
    if categoryKeys[category] == nil { categoryKeys[category] = try key(category, under: index) }
    admitted.append((category, origin, value))
    return nil
  }

  /// The category's key: from the covering permission's envelope, or from the subject's key for an
  /// owner.
  private mutating func key(
    _ category: CategoryNumber, under index: Int
  ) throws -> CategoryKey {
    let name = policy.registry.name(category) ?? ""
    let epoch = subject.record.epoch(of: name)
    if let derived = derivedKeys[name], derived.epoch == epoch { return derived }
    if vault.keys.isOwner, let wrapped = subject.wrapped {
      let key = try subjectKey ?? vault.keys.unwrapSubjectKey(wrapped, for: subject.id)
      subjectKey = key
      return try key.categoryKey(name, epoch: epoch)
    }
    let envelope = try transaction.envelope(of: permissions[index], registry: policy.registry)
    guard let key = envelope?.key(for: name), key.epoch == epoch else {
      throw StoreError.integrity("a permission's envelope")
    }
    return key
  }

  /// Seals and writes what was admitted.
  ///
  /// `replacing` takes away what the named categories held under other keys; `keepingNewer` leaves
  /// a category alone of which something was collected later than the value to be stored.
  func finish(
    as type: LeafType, replacing: Bool, keepingNewer: Bool = false
  ) throws -> Stored {
    var changes: [LeafValue] = []
    var unchanged = 0
    var shelves: [CategoryNumber: Shelf] = [:]
    for (category, origin, value) in admitted {
      let collectedAt = value.collectedAt ?? transaction.time
      var shelf = try shelves[category] ?? shelf(category)
      defer { shelves[category] = shelf }
      let key = Array(value.key.utf8)
      shelf.named.insert(key)
      shelf.latest = max(shelf.latest, collectedAt)
      let old = shelf.rows[key]
      if keepingNewer && shelf.isNewer(than: collectedAt) {
        unchanged += 1
        continue
      }
      if let old, try isSame(old, origin, value) {
        unchanged += 1
        continue
      }
      let row = try write(value, category, origin, over: old)
      shelf.rows[key] = row
      changes.append(LeafValue(category: value.category, key: row.key, version: row.version))
    }
    if replacing {
      for (category, shelf) in shelves {
        for row in shelf.leftOver where !(keepingNewer && shelf.isNewer(than: shelf.latest)) {
          try transaction.remove(row, of: subject.id)
          changes.append(
            LeafValue(category: policy.registry.name(category) ?? "", key: row.key, version: 0))
        }
      }
    }
    guard !changes.isEmpty, let secret = subject.record.logSecret else {
      return Stored(stored: 0, unchanged: unchanged, leaf: nil)
    }
    let leaf = try transaction.append(
      type, about: .init(subject.id, secret: secret, changesState: false),
      actor: vault.options.typist, policy: policy.number, detail: LeafDetail(values: changes))
    return Stored(
      stored: changes.count { $0.version > 0 }, unchanged: unchanged, leaf: leaf)
  }

  /// What a category holds while values are put into it.
  private struct Shelf {
    /// By the bytes of their keys: canonically equivalent keys are two.
    var rows: [[UInt8]: ValueRow] = [:]
    /// The keys that are put.
    var named: Set<[UInt8]> = []
    /// When the newest of the values that are put was collected.
    var latest = Timestamp.earliest

    /// When the newest of the values that were there was collected.
    var newest = Timestamp.earliest

    /// Whether the category was filled later: its values belong together, so an older list adds nothing.
    func isNewer(than time: Timestamp) -> Bool { newest > time }

    /// What was there under other keys.
    var leftOver: [ValueRow] { rows.values.filter { !named.contains(Array($0.key.utf8)) } }
  }

  private func shelf(_ category: CategoryNumber) throws -> Shelf {
    var shelf = Shelf()
    // A subject that this transaction makes holds nothing yet.
    guard !isNew else { return shelf }
    for row in try transaction.values(of: subject.id, in: category) {
      shelf.rows[Array(row.key.utf8)] = row
      shelf.newest = max(shelf.newest, row.collectedAt)
    }
    return shelf
  }

  private func write(
    _ value: NewValue, _ category: CategoryNumber, _ origin: OriginNumber, over old: ValueRow?
  ) throws -> ValueRow {
    guard let key = categoryKeys[category] else { throw StoreError.integrity("a value") }
    let version = (old?.version ?? 0) + 1
    let collectedAt = value.collectedAt ?? transaction.time
    let sealed = try key.seal(
      value.bytes,
      for: ValuePlace(
        vault: vault.keys.vault, subject: subject.id, category: value.category, key: value.key,
        origin: value.origin.description, collectedAt: collectedAt, version: version))
    let row = ValueRow(
      category: category, key: value.key, version: version, origin: origin,
      collectedAt: collectedAt, sealed: sealed)
    try transaction.write(row, of: subject.id)
    return row
  }

  /// Whether the stored value is the same in every respect that the caller named.
  private func isSame(_ old: ValueRow, _ origin: OriginNumber, _ value: NewValue) throws -> Bool {
    guard old.origin == origin, value.collectedAt.map({ $0 == old.collectedAt }) ?? true,
      let key = categoryKeys[old.category],
      let place = ValuePlace(old, of: subject.id, vault.keys.vault, policy.registry)
    else { return false }
    let stored = try key.open(old.sealed, at: place)
    return unsafe stored.withBytes { unsafe $0.elementsEqual(value.bytes) }
  }
}

extension Number<OriginKind> {
  /// The number that no origin has.
  fileprivate static var unheard: Self { Self(.max) }
}

extension VaultError {
  /// A value that no permission lets in; named by the gravest reason.
  static func storing(_ reasons: Reasons, _ category: String) -> VaultError {
    let codes = reasons.codes(nevers: [])
    return VaultError(
      .refused, codes.first ?? "INTERNAL",
      "`\(category)` may not be stored: \(codes.joined(separator: ", "))",
      hint: "a live consent or ground must cover the category and its origin")
  }
}
