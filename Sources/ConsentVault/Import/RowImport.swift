import VaultLedger
import VaultPolicy
import VaultStore

/// One row on its way into one subject's records, inside a transaction.
struct RowImport {
  private let row: ImportedRow
  private let vault: Vault
  private(set) var outcome = RowOutcome()

  /// Takes the row in.
  init(_ row: ImportedRow, in transaction: WriteTransaction, _ vault: Vault) throws {
    self.row = row
    self.vault = vault
    do {
      var change = try Change.of(row.subject, in: transaction, vault)
      try change.readPermissions()
      try change.together { change in
        for refusal in row.refusals {
          try refuse(refusal, change.policy, known: change.subject.record) { vault, scope, names in
            try vault.deny(
              .refused, scope, names, eventTime: refusal.eventTime, text: row.source, &change)
          }
        }
        for grant in row.grants { try give(grant, &change) }
        for ground in row.grounds { try open(ground, &change) }
        try store(row.values, change)
      }
      outcome.isNewSubject = change.isNew && outcome.isChanged
    } catch let error as VaultError where error == .subjectErased && row.holdsRefusalsOnly {
      // A no is never an error.
      outcome = RowOutcome()
      try refuseErased(in: transaction)
    }
  }

  /// Records what somebody who was erased refuses.
  private mutating func refuseErased(in transaction: WriteTransaction) throws {
    let policy = try vault.policy(in: transaction)
    guard var known = try transaction.subject(row.subject) else { return }
    for refusal in row.refusals {
      try refuse(refusal, policy, known: known.record) { vault, scope, names in
        try vault.denyErased(
          &known, .refused, scope, names, eventTime: refusal.eventTime, policy, in: transaction)
      }
    }
  }

  /// A refusal changes nothing if the same was said at the same time or later: an answer that the
  /// person gave to it since then stays one.
  private mutating func refuse(
    _ refusal: ImportedRow.Refusal, _ policy: CompiledPolicy, known record: StateRecord,
    _ deny: (Vault, Denial.Scope, Vault.Names) throws -> Revocation
  ) throws {
    let scope = try policy.scope(ofDenial: ScopeNames(), purpose: refusal.purpose)
    let isKnown = record.denials.contains {
      $0.scope == scope && $0.eventTime >= refusal.eventTime
    }
    guard !isKnown else { return keep() }
    _ = try deny(vault, scope, Vault.Names(purpose: refusal.purpose))
    outcome.refused += 1
    outcome.isChanged = true
  }

  private mutating func give(_ grant: Grant, _ change: inout Change) throws {
    let terms = try change.policy.leafPurpose(grant.purpose)
    if try change.knows(grant, for: terms) || change.hasOvertaken(grant, for: terms) {
      return keep()
    }
    var grant = grant
    grant.source = row.source
    _ = try vault.give(grant, &change)
    outcome.granted += 1
    outcome.isChanged = true
  }

  private mutating func open(_ ground: Ground, _ change: inout Change) throws {
    let terms = try change.policy.leafPurpose(ground.purpose)
    guard try !change.knows(ground, for: terms) else { return keep() }
    var ground = ground
    ground.source = row.source
    _ = try vault.open(ground, &change)
    outcome.grounds += 1
    outcome.isChanged = true
  }

  private mutating func store(_ values: [NewValue], _ change: Change) throws {
    guard !values.isEmpty else { return }
    var storing = try Storing(change, vault)
    for value in values {
      guard let error = try storing.admit(value) else { continue }
      // A list of values is told once.
      guard outcome.rejectedCategories.last?.category != value.category else { continue }
      outcome.rejectedCategories.append(.init(category: value.category, error: error))
    }
    let stored = try storing.finish(as: .stored, replacing: true, keepingNewer: true)
    outcome.values += stored.stored
    outcome.unchanged += stored.unchanged
    outcome.isChanged = outcome.isChanged || stored.changed
  }

  private mutating func keep() { outcome.unchanged += 1 }
}

extension Change {
  /// Whether a record stands, or stood before it was renewed, for this very yes, whatever became of it
  /// (identity is subject, purpose, time, notice and method; closed records included).
  fileprivate mutating func knows(_ grant: Grant, for terms: CompiledPurpose) throws -> Bool {
    let rows = try permissions(of: terms.number).filter { $0.permission.kind == .consent }
    guard !rows.isEmpty else { return false }
    let notice = try NoticeRow.named(grant.notice, in: transaction)
    // A corrected text is the same notice here: it must not make an old yes a new one.
    let editions = try transaction.notices()
      .filter { ($0.id, $0.language) == (notice.id, notice.language) }.map(\.digest)
    func isSame(_ word: ConsentWord) -> Bool {
      word.eventTime == grant.eventTime && word.method.rawValue == grant.method
        && editions.contains(word.notice)
    }
    if rows.contains(where: { ConsentWord($0.permission).map(isSame) ?? false }) { return true }
    // Only a record that has changed can have stood for another word before.
    for row in rows where row.permission.version > 1 {
      if try words(of: row).contains(where: isSame) { return true }
    }
    return false
  }

  /// Whether later words of the person, or an erasure, leave nothing of this yes: to record it now would
  /// wrap keys that no one may use.
  fileprivate func hasOvertaken(_ grant: Grant, for terms: CompiledPurpose) throws -> Bool {
    guard let eventTime = grant.eventTime else { return false }
    if isBeforeErasure(eventTime) { return true }
    guard !subject.record.denials.isEmpty else { return false }
    let permission = Permission(
      id: Identifier(high: 0, low: 0), kind: .consent, purpose: terms.number,
      scope: try policy.scope(ofConsent: grant.scope, for: terms), from: eventTime,
      until: eventTime, state: .given, retention: .zero, eventTime: eventTime,
      recordedTime: time, changedTime: eventTime, sequence: 0)
    return policy.isLeftWithNothing(permission, by: subject.record.denials)
  }

  /// Whether a ground of this purpose rests, or rested, on the same reference.
  fileprivate mutating func knows(_ ground: Ground, for terms: CompiledPurpose) throws -> Bool {
    for row in try permissions(of: terms.number) where row.permission.kind == .ground {
      if try detail(of: row).reference == ground.reference { return true }
    }
    return false
  }
}
