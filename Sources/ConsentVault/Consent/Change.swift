import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// One change to one subject's standing, inside a transaction.
///
/// It keeps the order that the state record demands: the leaf's index is known first, then rows are
/// written and pinned, then the record is sealed, and the leaf says what the record has become.
struct Change {
  let transaction: WriteTransaction
  let policy: CompiledPolicy
  let typist: String
  var subject: StoredSubject
  /// Whether the subject was not in the vault before.
  let isNew: Bool
  private let id: SubjectID?
  private var subjectKey: SubjectKey?
  /// Keys of categories, by name, as far as they were needed.
  private(set) var derivedKeys: [String: CategoryKey] = [:]
  /// All permissions of the subject, once they were read; kept up with what is written here.
  private var rows: [PermissionRow]?
  private var isTogether = false
  /// The categories of what was closed in the change that runs now.
  private var closed: Set<String> = []

  var time: Timestamp { transaction.time }
  var registry: Registry { policy.registry }

  /// Whose log secret and random id the leaves carry.
  private var about: WriteTransaction.About {
    get throws {
      guard let secret = subject.record.logSecret else { throw VaultError.subjectErased }
      return WriteTransaction.About(subject.id, secret: secret, changesState: true)
    }
  }

  /// A change to the subject with the company's id, who is taken in if the vault does not know it.
  ///
  /// - Throws: ``VaultError`` `SUBJECT_ERASED` for a tombstone; `SUBJECT_RESERVED`.
  static func of(
    _ id: SubjectID, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> Change {
    try id.refuseReserved()
    return try ofAny(id, in: transaction, vault)
  }

  /// The same, also for the subject of a ground that outlived an erasure.
  static func ofAny(
    _ id: SubjectID, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> Change {
    let tag = try transaction.keys.tag(of: id)
    if let subject = try transaction.subject(tagged: tag) {
      guard subject.record.status != .erased else { throw VaultError.subjectErased }
      return Change(
        transaction: transaction, policy: try vault.policy(in: transaction),
        typist: vault.options.typist, subject: subject, isNew: false, id: id)
    }
    var record = StateRecord()
    record.logSecret = try LogSecret.random()
    let subject = StoredSubject(
      tag: tag, id: try transaction.freshIdentifier(), record: record)
    return Change(
      transaction: transaction, policy: try vault.policy(in: transaction),
      typist: vault.options.typist, subject: subject, isNew: true, id: id)
  }

  /// A change to a subject that must be known.
  ///
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `SUBJECT_ERASED`.
  static func ofKnown(
    _ id: SubjectID, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> Change {
    let change = try ofAny(id, in: transaction, vault)
    guard !change.isNew else { throw VaultError.subjectUnknown }
    return change
  }

  /// A change to the subject of a permission.
  ///
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`.
  static func ofPermission(
    _ id: Identifier, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> (change: Change, row: PermissionRow) {
    guard let subject = try transaction.subject(ofPermission: id) else {
      throw VaultError.unknownPermission(id)
    }
    let change = Change(
      transaction: transaction, policy: try vault.policy(in: transaction),
      typist: vault.options.typist, subject: subject, isNew: false, id: nil)
    guard let row = try change.permissions().first(where: { $0.permission.id == id }) else {
      throw StoreError.integrity("a permission")
    }
    return (change, row)
  }

  private init(
    transaction: WriteTransaction, policy: CompiledPolicy, typist: String,
    subject: StoredSubject, isNew: Bool, id: SubjectID?
  ) {
    self.transaction = transaction
    self.policy = policy
    self.typist = typist
    self.subject = subject
    self.isNew = isNew
    self.id = id
    // Whoever is taken in has none yet.
    rows = isNew ? [] : nil
  }

  /// The subject's permissions, of one purpose or all.
  func permissions(of purpose: PurposeNumber? = nil) throws -> [PermissionRow] {
    if let rows {
      return purpose == nil ? rows : rows.filter { $0.permission.purpose == purpose }
    }
    return try transaction.permissions(of: subject, for: purpose, registry: registry)
  }

  /// Reads the permissions now, for a change that asks for them again and again.
  ///
  /// They cannot grow stale: the transaction holds the vault's write lock, and this is its only change to
  /// the subject.
  mutating func readPermissions() throws { rows = try permissions() }

  /// The subject's key; made, with the sealed identity, at the first need.
  mutating func key() throws -> SubjectKey {
    if let subjectKey { return subjectKey }
    let key: SubjectKey
    if let wrapped = subject.wrapped {
      key = try transaction.keys.unwrapSubjectKey(wrapped, for: subject.id)
    } else {
      guard let id else { throw StoreError.integrity("a subject") }
      let made = try transaction.keys.makeSubjectKey(for: subject.id)
      key = made.key
      subject.wrapped = made.wrapped
      subject.identity = try key.seal(
        Array(id.text.utf8), label: Identity.label,
        context: Identity.context(vault: transaction.keys.vault, subject: subject.id))
    }
    subjectKey = key
    return key
  }

  /// What only an owner may read of a permission; empty where nothing was recorded.
  mutating func detail(of row: PermissionRow) throws -> PermissionDetail {
    guard let sealed = row.detail else { return PermissionDetail() }
    return try PermissionDetail(opening: sealed, by: key(), of: row.permission.id)
  }

  /// Every yes that a consent's record has stood for, the present one last.
  mutating func words(of row: PermissionRow) throws -> [ConsentWord] {
    try detail(of: row).earlier + [ConsentWord(row.permission)].compactMap { $0 }
  }

  /// The keys that an envelope for these categories holds.
  mutating func categoryKeys(
    _ categories: NumberSet<CategoryKind>
  ) throws -> [(category: String, epoch: UInt32, key: CategoryKey)] {
    var keys: [(category: String, epoch: UInt32, key: CategoryKey)] = []
    for category in registry.names(categories) {
      let key = try categoryKey(category)
      keys.append((category, key.epoch, key))
    }
    return keys
  }

  /// The key of a category in its present epoch; for owners.
  mutating func categoryKey(_ category: String) throws -> CategoryKey {
    let epoch = subject.record.epoch(of: category)
    if let kept = derivedKeys[category], kept.epoch == epoch { return kept }
    let derived = try key().categoryKey(category, epoch: epoch)
    derivedKeys[category] = derived
    return derived
  }

  /// Makes the change and writes its leaf.
  ///
  /// `body` runs once the record has its new sequence and leaf.
  ///
  /// - Returns: the leaf's index.
  mutating func record(
    _ type: LeafType, purpose: String = "", detail: LeafDetail,
    _ body: (inout Change) throws -> Void
  ) throws -> UInt64 {
    subject.record.sequence += 1
    subject.record.leaf = transaction.nextLeaf
    // Before anything is sealed: what a purpose key closed is folded by the first owner who comes by.
    try fold([])
    closed = []
    try body(&self)
    try fold(closed)
    var detail = detail
    detail.standings = [LeafStanding(subject: subject.id, digest: try subject.record.digest)]
    let leaf = try transaction.append(
      type, about: about, actor: typist, purpose: purpose, policy: policy.number, detail: detail)
    if !isTogether { try writeSubject() }
    return leaf
  }

  /// Makes several changes with one write of the subject's state at the end.
  ///
  /// Each still has its own leaf, which says what the state became by it.
  mutating func together<R>(_ body: (inout Change) throws -> R) throws -> R {
    let sequence = subject.record.sequence
    isTogether = true
    let result = try body(&self)
    isTogether = false
    if subject.record.sequence != sequence { try writeSubject() }
    return result
  }

  private func writeSubject() throws {
    let given = rows?.map(\.permission).filter { $0.state == .given }
    try transaction.write(subject, given: given)
  }

  /// Whether a yes of that time was said by the one who had the subject's id before, and was erased; a tie is a no.
  func isBeforeErasure(_ time: Timestamp) -> Bool {
    subject.record.lastErasure.map { time <= $0 } ?? false
  }

  /// Writes a permission's record, with the keys for its envelope or without any.
  mutating func write(
    _ permission: Permission, detail: [UInt8]?, withKeys: Bool
  ) throws {
    var permission = permission
    permission.sequence = subject.record.sequence
    let row = try transaction.write(
      permission, detail: detail,
      keys: withKeys ? try categoryKeys(permission.scope.categories) : nil, of: &subject,
      registry: registry)
    rows?.removeAll { $0.permission.id == permission.id }
    rows?.append(row)
  }

  /// Closes a record: its keys go at once, what it was stays as history.
  mutating func close(
    _ row: PermissionRow, as state: PermissionState, eventTime: Timestamp
  ) throws {
    var permission = row.permission
    permission.state = state
    permission.version += 1
    // A word dated ahead acts at once, so retention runs from now and not from its date.
    permission.changedTime = min(eventTime, time)
    try write(permission, detail: row.detail, withKeys: false)
    if row.envelope != nil { closed.formUnion(registry.names(permission.scope.categories)) }
    // The next sweep looks at what the closed record covered.
    try transaction.bringDueForward(to: time, for: subject.id)
  }
}

extension Change {
  /// Raises the epochs of categories that lost a permission, and of those that are stale; a purpose key, which
  /// cannot reseal, marks them instead.
  private mutating func fold(_ categories: Set<String>) throws {
    guard transaction.keys.isOwner else {
      subject.record.stale.formUnion(categories)
      return
    }
    let categories = categories.union(subject.record.stale)
    guard !categories.isEmpty else { return }
    let fold = Fold(of: categories, registry)
    let values = isNew ? [] : try transaction.values(of: subject.id)
    let permissions = try permissions()
    let others = try fold.run(on: &subject, permissions, values, in: transaction)
    for row in others { replace(row) }
  }

  private mutating func replace(_ row: PermissionRow) {
    guard let index = rows?.firstIndex(where: { $0.permission.id == row.permission.id }) else {
      return
    }
    rows?[index] = row
  }
}

/// The company's id of a subject, sealed as one more value.
enum Identity {
  static let label = "identity"

  static func context(vault: Identifier, subject: Identifier) throws -> [UInt8] {
    var fields = FieldEncoder("cvault/v1/identity")
    fields.append(vault)
    fields.append(subject)
    return try fields.bytes
  }
}
