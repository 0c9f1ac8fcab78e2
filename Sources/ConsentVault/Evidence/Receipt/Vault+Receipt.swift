import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Makes a receipt of one event of a consent or a ground, for the person to keep.
  ///
  /// It tells what was agreed and under which policy as of that event, and nothing of the person but a
  /// pseudonym: the tag of the leaf, which differs from leaf to leaf.
  ///
  /// - Parameters:
  ///   - permission: the consent or the ground.
  ///   - leaf: the leaf of the event; nil is the latest one.
  ///   - form: how it is written.
  ///   - namingSubject: whether it names the person by the company's own id instead.
  /// - Returns: the receipt, signed; ``SignedStatement/verify(_:keys:)`` needs it and a key alone.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`, `RECEIPT_EVENT_UNKNOWN`, `OWNER_KEY_NEEDED`.
  public func receipt(
    for permission: Identifier, event leaf: UInt64? = nil, form: ReceiptForm = .linkedData,
    namingSubject: Bool = false
  ) async throws(VaultError) -> SignedStatement {
    let record = try atTheDoor {
      try requireOwner()
      return try store.read {
        try receiptRecord(permission, event: leaf, namingSubject: namingSubject, in: $0)
      }
    }
    let id = try atTheDoor { try Identifier.random().version4 }
    switch form {
    case .linkedData:
      let kind: StatementKind = record.kind == .consent ? .consentReceipt : .groundReceipt
      return try await statement(
        LinkedReceipt(record, id: id).json, kind: kind, about: record.leaf)
    case .kantara(let jurisdiction):
      guard record.kind == .consent, StatementKind.kantaraReceipt.events.contains(record.event.name)
      else { throw .noReceipt("a Kantara receipt is of a consent given or renewed") }
      return try await statement(
        KantaraReceipt(record, id: id, jurisdiction: jurisdiction).json, kind: .kantaraReceipt,
        about: record.leaf)
    }
  }

  /// Gathers what the receipt of an event tells.
  private func receiptRecord(
    _ id: Identifier, event wanted: UInt64?, namingSubject: Bool, in snapshot: Snapshot
  ) throws -> ReceiptRecord {
    let registry = try snapshot.registry()
    guard let subject = try snapshot.subject(ofPermission: id),
      let row = try snapshot.permissions(of: subject, registry: registry)
        .first(where: { $0.permission.id == id })
    else { throw VaultError.unknownPermission(id) }
    let leaves = try eventLeaves(of: id, subject, in: snapshot)
    guard let event = wanted.map({ leaf in leaves.first { $0.index == leaf } }) ?? leaves.last
    else {
      throw VaultError.noReceipt("the record has no such event")
    }
    let before = leaves.prefix { $0.index <= event.index }
    let opening = before.last { $0.event.opens }
    let policies = try snapshot.policies()
    let number = (opening ?? event).event.policy
    guard let text = policies.first(where: { $0.number == number })?.canonical else {
      throw VaultError.noReceipt("the policy of that event is not in the vault")
    }
    // Who said yes is kept for the latest yes alone.
    let isLatest = opening?.index == leaves.last { $0.event.opens }?.index
    return ReceiptRecord(
      row.permission, registry, event, opening: opening, policy: try Policy(canonicalJSON: text),
      notice: try notice(shownIn: opening ?? event, in: snapshot),
      giver: isLatest ? try detail(of: row, subject)?.giver : nil,
      person: namingSubject
        ? try name(of: subject) ?? "" : "tag:\(Hexadecimal.string(event.tag.bytes))")
  }

  /// The leaves that tell of a permission, oldest first.
  private func eventLeaves(
    of id: Identifier, _ subject: StoredSubject, in snapshot: Snapshot
  ) throws -> [ReceiptRecord.Event] {
    try snapshot.history(of: subject.id).compactMap { index in
      guard let leaf = try snapshot.leaf(index), let event = StatementEvent(leaf),
        let detail = try open(leaf, of: subject), detail.permissions.contains(id)
      else { return nil }
      return ReceiptRecord.Event(index: index, tag: leaf.tag, event: event, detail: detail)
    }
  }

  /// The notice that a leaf names, as the policy of its time had it.
  private func notice(
    shownIn leaf: ReceiptRecord.Event, in snapshot: Snapshot
  ) throws -> Consent.Notice? {
    guard let name = leaf.detail.notice else { return nil }
    let shown = try snapshot.notices().last {
      "\($0.id).\($0.language)" == name && $0.policy <= leaf.event.policy
    }
    return shown.map { Consent.Notice(id: $0.id, language: $0.language, sha256: $0.digest) }
  }

  /// What only an owner may read of a permission.
  private func detail(
    of row: PermissionRow, _ subject: StoredSubject
  ) throws -> PermissionDetail? {
    guard let sealed = row.detail, let wrapped = subject.wrapped else { return nil }
    let key = try keys.unwrapSubjectKey(wrapped, for: subject.id)
    return try PermissionDetail(opening: sealed, by: key, of: row.permission.id)
  }
}

extension StatementEvent {
  /// Whether the event says what is permitted, and until when.
  fileprivate var opens: Bool { [.given, .renewed, .opened].contains(name) }
}

extension Identifier {
  /// These random bytes as a UUID of version 4 (RFC 9562, section 5.4).
  var version4: Identifier {
    Identifier(high: high & ~0xF000 | 0x4000, low: low & ~(3 << 62) | 2 << 62)
  }
}
