package import VaultCrypto
package import VaultModel
package import VaultPolicy

/// One consistent view of the vault: everything read through it is of the same instant.
///
/// Rows are opened and checked here, so that whoever reads them gets plain values that fit together,
/// or an error.
package class Snapshot {
  let connection: Connection
  package let keys: KeyChain
  /// The notices, once they were read: a snapshot is of one instant, and an import asks for each row.
  private var keptNotices: [NoticeRow]?
  // Read once: within one snapshot they cannot change but by the transaction's own hand.
  private var knownPolicyNumber: UInt32?
  private var knownLedger: (size: UInt64, time: Timestamp)?
  private let seen: SeenLedger
  private let seenBefore: UInt64
  /// What the process keeps of subjects; nil for a snapshot that may change what it reads.
  let dossiers: Dossiers?
  /// Whether ``dossiers`` are as true as this snapshot.
  var hasCaughtUp = false
  private var knownSight: Sight?

  /// Before the snapshot's first query.
  init(
    _ connection: Connection, _ keys: KeyChain, seen: SeenLedger, dossiers: Dossiers? = nil
  ) {
    self.connection = connection
    self.keys = keys
    self.seen = seen
    self.dossiers = dossiers
    seenBefore = seen.size
  }

  // MARK: subjects

  /// The subject with the company's id; nil if never seen.
  package func subject(_ id: SubjectID) throws -> StoredSubject? {
    try subject(tagged: keys.tag(of: id))
  }

  /// The subject whose id has the tag.
  package func subject(tagged tag: Identifier) throws -> StoredSubject? {
    guard let row = try connection.first(.subjectByTag, .id(tag), body: SubjectRow.init) else {
      return nil
    }
    return try open(row)
  }

  /// The subject with a random id of the vault.
  package func subject(numbered id: Identifier) throws -> StoredSubject? {
    try connection.first(.subjectByID, .id(id), body: SubjectRow.init).map(open)
  }

  /// Up to `limit` subjects whose tags follow `tag`, in the order of the tags.
  package func subjects(after tag: Identifier?, limit: Int) throws -> [StoredSubject] {
    var rows: [SubjectRow] = []
    try connection.each(
      .subjects, tag.map(Value.id) ?? .bytes([]), .integer(Int64(limit))
    ) { (row) throws(StoreError) in rows.append(try SubjectRow(row)) }
    return try rows.map(open)
  }

  /// Opens a subject's row and holds it against the newest change that is known.
  func open(_ row: SubjectRow) throws -> StoredSubject {
    let record: StateRecord
    do {
      var plaintext = try keys.openState(row.state, tag: row.tag, subject: row.subject)
      defer { plaintext.wipe() }
      guard let decoded = try StateRecord(decoding: plaintext) else {
        throw StoreError.integrity("a state record")
      }
      record = decoded
    } catch CryptoError.authenticationFailed, CryptoError.malformed {
      throw StoreError.integrity("a state record")
    }
    // One index probe finds a state record that was put back over a newer one.
    guard row.newestChange.map({ $0 <= record.leaf }) ?? true else {
      throw StoreError.integrity("a state record")
    }
    // Both are made at once.
    guard (row.wrapped == nil) == (row.identity == nil) else {
      throw StoreError.integrity("a subject")
    }
    return StoredSubject(row, record: record)
  }

  /// Whether the subject's stored state is still exactly the one that `seen` was read from.
  package func isUnchanged(_ seen: StoredSubject) throws -> Bool {
    try connection.first(.stateByTag, .id(seen.tag)) { (row) throws(StoreError) in row.bytes(0) }
      == seen.sealedState
  }

  /// Whether the values that a dossier was read with are still exactly those that are stored.
  package func holdsSameValues(as seen: Dossier) throws -> Bool {
    var place = 0
    for category in seen.categories {
      for row in try values(of: seen.subject.id, in: category) {
        guard place < seen.values.count, seen.values[place].row.sealed == row.sealed,
          seen.values[place].row.key == row.key, seen.values[place].row.origin == row.origin
        else { return false }
        place += 1
      }
    }
    return place == seen.values.count
  }

  // MARK: permissions

  /// The subject's permissions, of one purpose or of all, checked against its state record: one that
  /// was edited, put back, added or taken away is an integrity failure.
  package func permissions(
    of subject: StoredSubject, for purpose: PurposeNumber? = nil, registry: Registry
  ) throws -> [PermissionRow] {
    var reader = PermissionReader(vault: keys.vault, registry: registry)
    var rows: [PermissionRow] = []
    let collect = { (row: Statement) throws(StoreError) in rows.append(try reader.read(row)) }
    if let purpose {
      try connection.each(
        .permissionsOfPurpose, .id(subject.id), .number(purpose), body: collect)
    } else {
      try connection.each(.permissionsOfSubject, .id(subject.id), body: collect)
    }
    try check(rows[...], of: subject, for: purpose, registry: registry)
    return rows
  }

  /// Holds the permissions of one purpose or of all, as they were read, against the subject's state record.
  func check(
    _ rows: ArraySlice<PermissionRow>, of subject: StoredSubject, for purpose: PurposeNumber?,
    registry: Registry
  ) throws {
    let pins = subject.record.pins
    let count = pins.count { purpose == nil || $0.purpose == purpose }
    guard rows.count == count else { throw StoreError.integrity("a subject's permissions") }
    for row in rows {
      let digest = SHA256.digest(of: try row.canonical(vault: keys.vault, registry: registry))
      let (id, version) = (row.permission.id, row.permission.version)
      guard
        pins.contains(where: {
          $0.id == id && $0.version == version && $0.row == digest
            && (purpose == nil || $0.purpose == purpose)
        })
      else { throw StoreError.integrity("a permission") }
    }
  }

  /// Whose permission it is; nil if there is none of that id.
  package func subject(ofPermission id: Identifier) throws -> StoredSubject? {
    let owner = try connection.first(.subjectOfPermission, .id(id)) { (row) throws(StoreError) in
      try row.id(0)
    }
    guard let owner else { return nil }
    guard let subject = try subject(numbered: owner) else {
      throw StoreError.integrity("a permission")
    }
    return subject
  }

  /// The open permissions that end after `start` and not after `end`, earliest first.
  package func ending(
    after start: Timestamp, until end: Timestamp
  ) throws -> [(subject: Identifier, permission: Identifier)] {
    var found: [(subject: Identifier, permission: Identifier)] = []
    try connection.each(.ending, .time(start), .time(end)) { (row) throws(StoreError) in
      found.append((try row.id(0), try row.id(2)))
    }
    return found
  }

  /// Opens the envelope of a permission; nil if it was closed and its keys destroyed.
  package func envelope(of row: PermissionRow, registry: Registry) throws -> Envelope? {
    guard let sealed = row.envelope, let purpose = registry.name(row.permission.purpose) else {
      return nil
    }
    do {
      return try keys.openEnvelope(
        sealed, purpose: purpose, row: row.canonical(vault: keys.vault, registry: registry))
    } catch CryptoError.authenticationFailed, CryptoError.malformed {
      throw StoreError.integrity("a permission's envelope")
    }
  }

  // MARK: values and contacts

  /// The subject's values, of one category or of all.
  package func values(
    of subject: Identifier, in category: CategoryNumber? = nil
  ) throws -> [ValueRow] {
    var rows: [ValueRow] = []
    let collect = { (row: Statement) throws(StoreError) in rows.append(try ValueRow(row)) }
    if let category {
      try connection.each(.valuesOfCategory, .id(subject), .number(category), body: collect)
    } else {
      try connection.each(.valuesOfSubject, .id(subject), body: collect)
    }
    return rows
  }

  /// How many values the subject has.
  package func valueCount(of subject: Identifier) throws -> Int {
    try connection.first(.countValuesOfSubject, .id(subject)) { (row) throws(StoreError) in
      Int(row.integer(0))
    } ?? 0
  }

  /// The origins of the subject's values, by category.
  package func origins(of subject: Identifier) throws -> StoredOrigins {
    var origins: StoredOrigins = [:]
    try connection.each(.originsOfSubject, .id(subject)) { (row) throws(StoreError) in
      let origin: OriginNumber = try row.number(1)
      origins[try row.number(0)].insert(origin)
    }
    return origins
  }

  /// One value; nil if there is none at this place.
  package func value(
    of subject: Identifier, in category: CategoryNumber, key: String
  ) throws -> ValueRow? {
    try connection.first(
      .value, .id(subject), .number(category), .text(key), body: ValueRow.init)
  }

  /// The times of a purpose's contacts later than `start`.
  package func contacts(
    of subject: Identifier, for purpose: PurposeNumber, after start: Timestamp
  ) throws -> [Timestamp] {
    var times: [Timestamp] = []
    try connection.each(.contacts, .id(subject), .number(purpose), .time(start)) {
      (row) throws(StoreError) in times.append(try row.time(0))
    }
    return times
  }

  // MARK: policy

  /// The number of the version in force; 0 in a vault without a policy.
  package func policyNumber() throws -> UInt32 {
    if let knownPolicyNumber { return knownPolicyNumber }
    if let sight = try sight() { return sight.policy }
    let number =
      try connection.first(.latestPolicyNumber) { (row) throws(StoreError) in
        row.isNull(0) ? 0 : try row.unsigned(0) as UInt32
      } ?? 0
    knownPolicyNumber = number
    return number
  }

  /// Whether the policy in force here may still be undone, so that nobody else may go by it.
  package var policyIsUncommitted: Bool { false }

  /// Makes the next question for the policy's number read it again.
  func forgetPolicyNumber() { knownPolicyNumber = nil }

  /// The size of the ledger and the vault time of its last leaf, as of the snapshot's beginning.
  ///
  /// - Throws: ``StoreError/Code/rolledBack`` if this process has seen it larger.
  package func ledgerEnd() throws -> (size: UInt64, time: Timestamp) {
    if let knownLedger { return knownLedger }
    let sight = try sight()
    let found =
      try sight?.ledger
      ?? connection.first(.ledgerEnd) { (row) throws(StoreError) in
        (size: try row.unsigned(0) as UInt64, time: try row.time(1))
      }
    guard let found else { throw StoreError.integrity("the ledger's frontier") }
    try seen.check(found.size, since: seenBefore)
    knownLedger = found
    return found
  }

  /// Where the vault stands, looked at once; nil for a transaction, in which it moves.
  func sight() throws -> Sight? {
    guard dossiers != nil else { return nil }
    if let knownSight { return knownSight }
    knownSight = try look()
    return knownSight
  }

  /// The version of the policy in force, its seal and its signature checked.
  package func policy(_ number: UInt32, registry: Registry) throws -> PolicyRow {
    let found = try connection.first(.policy, .integer(Int64(number))) { (row) throws(StoreError) in
      (try PolicyRow(row), row.bytes(8), row.integer(12) != 0)
    }
    guard let (policy, seal, isKeyed) = found else { throw StoreError.integrity("the policy") }
    // The seal covers the registry and the notices as they were when the version was loaded, so only the
    // newest can be compared; `ledger verify` replays the others.
    let message = try policy.sealed(
      vault: keys.vault, registry: registry, notices: noticesDigest())
    guard let seal = Digest(bytes: seal), try keys.verifiesPolicy(seal, of: message) else {
      throw StoreError.integrity("the policy")
    }
    // There is no way back from signed to unsigned.
    guard !isKeyed || policy.signature != nil else {
      throw StoreError.integrity("the policy's signature")
    }
    try policy.checkSignature()
    return policy
  }

  /// Every version, oldest first, without checking seals and signatures.
  package func policies() throws -> [PolicyRow] {
    var rows: [PolicyRow] = []
    try connection.each(.policies) { (row) throws(StoreError) in rows.append(try PolicyRow(row)) }
    return rows
  }

  /// How many signatures of versions there are.
  package func signatureCount() throws -> Int {
    try connection.first(.countSignatures) { (row) throws(StoreError) in Int(row.integer(0)) } ?? 0
  }

  /// The registry of names.
  package func registry() throws -> Registry {
    var entries: [Registry.Entry] = []
    try connection.each(.registry) { (row) throws(StoreError) in
      guard let kind = NameKind(rawValue: try row.unsigned(0)) else {
        throw .integrity("the registry")
      }
      entries.append(Registry.Entry(kind: kind, name: row.text(1), number: try row.unsigned(2)))
    }
    do {
      return try Registry(entries: entries)
    } catch {
      throw StoreError.integrity("the registry")
    }
  }

  /// Every notice, in the order in which policy versions brought them.
  package func notices() throws -> [NoticeRow] {
    if let keptNotices { return keptNotices }
    var rows: [NoticeRow] = []
    try connection.each(.notices) { (row) throws(StoreError) in rows.append(try NoticeRow(row)) }
    keptNotices = rows
    return rows
  }

  /// SHA-256 over all notices, by policy, id and language: `sha256 32 | id 00 | language 00 |
  /// policy u32` each.
  func noticesDigest() throws -> Digest {
    var bytes: [UInt8] = []
    try connection.each(.noticeNames) { (row) throws(StoreError) in
      bytes.append(contentsOf: row.bytes(0))
      for name in [row.text(1), row.text(2)] {
        bytes.append(contentsOf: name.utf8)
        bytes.append(0)
      }
      bytes.append(bigEndian: try row.unsigned(3) as UInt32)
    }
    return SHA256.digest(of: bytes)
  }

  /// Reads the notices anew; for the transaction that adds some.
  func forgetNotices() { keptNotices = nil }

  /// The notice with this digest.
  package func notice(_ digest: Digest) throws -> NoticeRow? {
    try connection.first(.noticeByDigest, .bytes(digest.bytes), body: NoticeRow.init)
  }
}
