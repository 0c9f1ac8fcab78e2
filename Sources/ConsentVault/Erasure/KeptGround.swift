import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy
import VaultStore

/// A ground that outlives the erasure of its subject, and what of the subject it takes along.
///
/// It moves to a subject of its own, with a new random id, key and log secret, and answers nothing but
/// itself there. INVARIANT: it opens no more than before: the restriction, the denials that narrow it
/// and the contacts that count against its purpose's cap come along.
struct KeptGround {
  let row: PermissionRow
  let values: [ValueRow]
  /// The subject that is erased.
  private let old: StoredSubject
  private let purpose: String
  private let denials: [Denial]
  private let status: StateRecord.Status
  private let contacts: [Timestamp]

  /// The most bytes of names and keys that one leaf tells of; it may have 65,535 altogether.
  private static let namesInLeaf = 32 << 10

  /// What a permission keeps when its subject is erased; nil if nothing.
  init?(
    _ row: PermissionRow, of subject: StoredSubject, _ policy: CompiledPolicy,
    in transaction: WriteTransaction
  ) throws {
    let permission = row.permission
    let (denials, time) = (subject.record.denials, transaction.time)
    guard !policy.surviving(permission, deniedBy: denials, at: time).isEmpty,
      let purpose = policy.registry.name(permission.purpose)
    else { return nil }
    self.row = row
    old = subject
    self.purpose = purpose
    values = try transaction.values(of: subject.id).filter {
      policy.outlivesErasure(
        $0.category, from: $0.origin, by: permission, deniedBy: denials, at: time)
    }
    self.denials = policy.denials(denials, against: permission)
    status = subject.record.status
    let span = policy.terms(permission.purpose)?.definition.contact?.per
    contacts =
      try span.map {
        try transaction.contacts(
          of: subject.id, for: permission.purpose, after: time.backed(by: $0))
      } ?? []
  }

  /// What the leaf of the erasure says of it.
  var told: LeafGround {
    LeafGround(id: row.permission.id, purpose: purpose, until: row.permission.until)
  }

  /// Writes it under its new subject, once the old one's rows are gone.
  func write(from oldKey: SubjectKey, in transaction: WriteTransaction, _ vault: Vault) throws {
    var change = try Change.ofAny(
      SubjectID(ofGround: row.permission.id), in: transaction, vault)
    let permission = fresh
    let detail = try detail(from: oldKey, to: change.key())
    _ = try change.record(
      .groundOpened, purpose: purpose,
      detail: LeafDetail(
        categories: change.registry.names(permission.scope.categories),
        permissions: [permission.id], eventTime: permission.eventTime, until: permission.until)
    ) { change in
      change.subject.record.status = status
      change.subject.record.denials = denials
      try change.write(permission, detail: detail, withKeys: true)
    }
    let subject = change.subject.id
    try transaction.keepContacts(contacts, for: permission.purpose, of: subject)
    try transaction.setDue(
      change.policy.nextDue([permission], deniedBy: denials, after: change.time), for: subject)
    try write(values, from: oldKey, &change, vault)
  }

  /// The record as its new subject's first.
  private var fresh: Permission {
    var permission = row.permission
    permission.version = 1
    return permission
  }

  /// The reference alone: where an imported record stood would lead back to the person.
  private func detail(from old: SubjectKey, to new: SubjectKey) throws -> [UInt8]? {
    guard let sealed = row.detail else { return nil }
    let id = row.permission.id
    let detail = try PermissionDetail(opening: sealed, by: old, of: id)
    return try PermissionDetail(reference: detail.reference).sealed(by: new, for: id)
  }

  /// Seals the values anew, and tells of them in leaves that are short enough.
  private func write(
    _ values: [ValueRow], from old: SubjectKey, _ change: inout Change, _ vault: Vault
  ) throws {
    var told: [LeafValue] = []
    var size = 0
    for row in values {
      let name = try write(row, from: old, &change)
      told.append(LeafValue(category: name, key: row.key, version: 1))
      size += name.utf8.count + row.key.utf8.count + 8
      if size >= Self.namesInLeaf {
        try tell(told, change)
        (told, size) = ([], 0)
      }
    }
    if !told.isEmpty { try tell(told, change) }
  }

  /// Opens a value by the old subject's key and seals it for the new one, where it is the first version.
  ///
  /// - Returns: the category's name.
  private func write(
    _ row: ValueRow, from oldKey: SubjectKey, _ change: inout Change
  ) throws -> String {
    let (vault, registry) = (change.transaction.keys.vault, change.registry)
    guard let place = ValuePlace(row, of: self.row.subject, vault, registry) else {
      throw StoreError.integrity("a value")
    }
    let newPlace = ValuePlace(
      vault: vault, subject: change.subject.id, category: place.category, key: place.key,
      origin: place.origin, collectedAt: place.collectedAt, version: 1)
    let value = try oldKey.open(row, of: old, vault, registry)
    let sealed = try change.categoryKey(place.category).seal(value, for: newPlace)
    try change.transaction.write(
      ValueRow(
        category: row.category, key: row.key, version: 1, origin: row.origin,
        collectedAt: row.collectedAt, sealed: sealed),
      of: change.subject.id)
    return place.category
  }

  private func tell(_ values: [LeafValue], _ change: Change) throws {
    guard let secret = change.subject.record.logSecret else {
      throw StoreError.integrity("a subject")
    }
    _ = try change.transaction.append(
      .stored, about: .init(change.subject.id, secret: secret, changesState: false),
      actor: change.typist, policy: change.policy.number, detail: LeafDetail(values: values))
  }
}
