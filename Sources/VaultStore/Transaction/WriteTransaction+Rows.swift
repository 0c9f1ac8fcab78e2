package import VaultCrypto
import VaultLedger
package import VaultModel
package import VaultPolicy

// What a transaction writes besides leaves: each row sealed or pinned, and never without its change.
extension WriteTransaction {
  // MARK: ids

  /// A fresh id for a row: 96 random bits of its own after 32 that all ids of this transaction begin with.
  ///
  /// So rows that are written together lie together, in every table and index that is ordered by ids: a
  /// thousand new people touch some hundred pages, not five thousand. It tells no more than the number of the
  /// transaction, which stands in each of its leaves.
  package func freshIdentifier() throws(CryptoError) -> Identifier {
    let own = try Random.identifier()
    let place = place ?? UInt32(truncatingIfNeeded: own.high >> 32)
    self.place = place
    return Identifier(high: UInt64(place) << 32 | own.high & 0xFFFF_FFFF, low: own.low)
  }

  // MARK: marks

  /// How much a transaction has written.
  package struct Mark: Equatable {
    let rows: Int64
    let leaf: UInt64
  }

  /// How much has been written so far; equal marks are nothing in between.
  package var mark: Mark { Mark(rows: connection.changedRows, leaf: nextLeaf) }

  // MARK: subjects

  /// Writes a subject's row with its present state, whether or not there was one before.
  ///
  /// `given` are all its permissions of that state, if the caller has them; else they are read.
  package func write(_ subject: StoredSubject, given: [Permission]? = nil) throws {
    let before = connection.changedRows
    try write(subject, by: .upsertSubject)
    guard connection.changedRows == before + 1 else { throw StoreError.integrity("a subject") }
    try candidates.settle(subject, given: given, at: time)
  }

  private func write(_ subject: StoredSubject, by query: Query) throws {
    try change(
      query, .id(subject.tag), .id(subject.id), .bytes(optional: subject.wrapped),
      .bytes(optional: subject.identity), .bytes(try seal(subject)))
  }

  /// Whom a purpose may reach, as this transaction changes it.
  var candidates: Candidates { Candidates(connection: connection, tally: tally) }

  /// Removes everything about a subject and leaves a tombstone under a new random id.
  package func erase(_ subject: StoredSubject, leaf: UInt64) throws {
    // One row, so one statement closes the gate and destroys the keys, before the rows they opened.
    try write(
      StoredSubject(
        tag: subject.tag, id: freshIdentifier(),
        record: .tombstone(sequence: subject.record.sequence + 1, leaf: leaf)),
      by: .replaceSubject)
    try removeRows(of: subject)
  }

  /// Removes everything about a subject and leaves no tombstone, or removes a tombstone.
  package func remove(_ subject: StoredSubject) throws {
    try change(.deleteSubject, .id(subject.tag))
    try removeRows(of: subject)
  }

  private func removeRows(of subject: StoredSubject) throws {
    try candidates.forget(subject)
    for query in [
      Query.deletePermissions, .deleteValues, .deleteContacts, .clearDue, .deleteHistory,
      .unlinkRequests,
    ] {
      try change(query, .id(subject.id))
    }
  }

  private func seal(_ subject: StoredSubject) throws -> [UInt8] {
    var plaintext = try subject.record.encoded()
    defer { plaintext.wipe() }
    return try keys.sealState(plaintext, tag: subject.tag, subject: subject.id)
  }

  // MARK: permissions, values, contacts

  /// Writes a permission and pins it in the subject's state record, which the caller then writes.
  ///
  /// The keys given are wrapped into its envelope; without any, those that it held are destroyed.
  ///
  /// - Returns: the row as it is now.
  @discardableResult
  package func write(
    _ permission: Permission, detail: [UInt8]?,
    keys categoryKeys: [(category: String, epoch: UInt32, key: CategoryKey)]?,
    of subject: inout StoredSubject, registry: Registry
  ) throws -> PermissionRow {
    var row = PermissionRow(
      subject: subject.id, permission: permission, detail: detail, envelope: nil)
    row.permission.detail = detail.map { SHA256.digest(of: $0) }
    let canonical = try row.canonical(vault: keys.vault, registry: registry)
    if let categoryKeys, let purpose = registry.name(permission.purpose) {
      row.envelope = try keys.sealEnvelope(purpose: purpose, keys: categoryKeys, row: canonical)
    }
    try changeRows(.upsertPermission, row.values)
    subject.record.pin(row.permission, row: SHA256.digest(of: canonical))
    return row
  }

  /// Gives a permission an envelope of other keys; its row and its pin stay as they are.
  ///
  /// - Returns: the row as it is now.
  package func write(
    envelopeOf categoryKeys: [(category: String, epoch: UInt32, key: CategoryKey)],
    for row: PermissionRow, registry: Registry
  ) throws -> PermissionRow {
    guard let purpose = registry.name(row.permission.purpose) else {
      throw StoreError.integrity("a permission")
    }
    var row = row
    let envelope = try keys.sealEnvelope(
      purpose: purpose, keys: categoryKeys,
      row: row.canonical(vault: keys.vault, registry: registry))
    row.envelope = envelope
    try change(
      .updateEnvelope, .bytes(envelope), .id(row.subject), .number(row.permission.purpose),
      .id(row.permission.id))
    return row
  }

  /// Writes a sealed value.
  package func write(_ value: ValueRow, of subject: Identifier) throws {
    try change(
      .upsertValue, .id(subject), .number(value.category), .text(value.key),
      .integer(Int64(value.version)), .number(value.origin), .time(value.collectedAt),
      .bytes(value.sealed))
    // Every permission covers what the person gave and what was seen.
    guard value.origin > .observed else { return }
    try candidates.unsettle(subject, with: value.category)
  }

  /// Removes a value.
  package func remove(_ value: ValueRow, of subject: Identifier) throws {
    try change(.deleteValue, .id(subject), .number(value.category), .text(value.key))
  }

  /// Makes a sweep look at the subject at `time`, or earlier if it was due earlier.
  package func bringDueForward(to time: Timestamp, for subject: Identifier) throws {
    try change(.bringDueForward, .time(time), .id(subject))
  }

  /// Says when a sweep next has something to do for the subject; nil for never.
  package func setDue(_ time: Timestamp?, for subject: Identifier) throws {
    // A subject is due once: the index on it takes the earlier row away.
    if let time {
      try change(.setDue, .time(time), .id(subject))
    } else {
      try change(.clearDue, .id(subject))
    }
  }

  /// Counts a contact, and forgets those that count no more.
  package func addContact(
    of subject: Identifier, for purpose: PurposeNumber, leaf: UInt64, forgetting old: Timestamp
  ) throws {
    try change(.pruneContacts, .id(subject), .number(purpose), .time(old))
    try change(.insertContact, .id(subject), .number(purpose), .time(time), .unsigned(leaf))
  }

  /// Counts the contacts of a purpose for another subject, without saying which leaves they were.
  package func keepContacts(
    _ times: [Timestamp], for purpose: PurposeNumber, of subject: Identifier
  ) throws {
    // The number only tells two contacts of one instant apart.
    for (number, time) in times.enumerated() {
      try change(
        .insertContact, .id(subject), .number(purpose), .time(time), .unsigned(UInt64(number)))
    }
  }

  // MARK: policy

  /// Stores a version of the policy with its seal, and the names it brings.
  package func insert(
    _ policy: PolicyRow, registry: Registry, added: [Registry.Entry], notices: [NoticeRow]
  ) throws {
    for entry in added {
      try change(
        .insertRegistry, .integer(Int64(entry.kind.rawValue)), .text(entry.name),
        .integer(Int64(entry.number)))
    }
    forgetNotices()
    for notice in notices {
      try change(
        .insertNotice, .integer(Int64(notice.policy)), .text(notice.id), .text(notice.language),
        .bytes(notice.digest.bytes), .text(notice.text))
    }
    forgetPolicyNumber()
    bringsPolicy = true
    // What another policy holds and retains is for the next sweep to find out.
    try change(.everybodyDue, .time(time))
    let seal = try keys.policyMAC(
      policy.sealed(vault: keys.vault, registry: registry, notices: noticesDigest()))
    try changeRows(.insertPolicy, policy.values + [.bytes(seal.bytes)])
    if let signature = policy.signature {
      try change(
        .insertSignature, .integer(Int64(policy.number)), .text(signature.key.text),
        .text(signature.note), signature.endorsement.map { .text($0) } ?? .null)
    }
  }
}
