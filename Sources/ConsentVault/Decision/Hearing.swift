import VaultCrypto
import VaultPolicy
import VaultStore

/// Everything that one decision was made from, all of one snapshot: so that it can be compared with the
/// moment at which its leaf is written, and so that the values can be opened.
///
/// A class, because a batch moves hundreds of them about.
final class Hearing: Sendable {
  let policy: CompiledPolicy
  let request: ResolvedRequest
  let subject: StoredSubject?
  let permissions: [PermissionRow]
  let values: [CategoryNumber: [ValueRow]]
  let facts: Facts
  let outcome: Outcome
  /// How many leaves the ledger had.
  let ledgerSize: UInt64

  init(
    policy: CompiledPolicy, request: ResolvedRequest, subject: StoredSubject?,
    permissions: [PermissionRow], values: [CategoryNumber: [ValueRow]], facts: Facts,
    outcome: Outcome, ledgerSize: UInt64
  ) {
    self.policy = policy
    self.request = request
    self.subject = subject
    self.permissions = permissions
    self.values = values
    self.facts = facts
    self.outcome = outcome
    self.ledgerSize = ledgerSize
  }
}

extension Vault {
  /// Decides a request on what a snapshot holds.
  func hear(_ request: Request, about id: SubjectID, in snapshot: Snapshot) throws -> Hearing {
    let policy = try policy(in: snapshot)
    return try hear(ResolvedRequest(request, in: policy), by: policy, about: id, in: snapshot)
  }

  /// Decides a request that was resolved under the policy in force in the snapshot.
  func hear(
    _ resolved: ResolvedRequest, by policy: CompiledPolicy, about id: SubjectID,
    in snapshot: Snapshot
  ) throws -> Hearing {
    let (time, isTrusted) = try vaultTime(in: snapshot)
    var facts = Facts(subject: .unknown, time: time, clockIsTrusted: isTrusted)
    var subject: StoredSubject?
    var permissions: [PermissionRow] = []
    var values: [CategoryNumber: [ValueRow]] = [:]
    if let terms = resolved.terms, let found = try snapshot.subject(id) {
      subject = found
      facts.subject = Facts.Subject(found.record.status)
      facts.denials = found.record.denials
      permissions = try snapshot.permissions(
        of: found, for: terms.number, registry: policy.registry)
      facts.permissions = permissions.map(\.permission)
      for category in resolved.categories {
        let rows = try snapshot.values(of: found.id, in: category)
        values[category] = rows
        var origins = NumberSet<OriginKind>()
        for row in rows { origins.insert(row.origin) }
        facts.origins[category] = origins
      }
      facts.contacts = try contacts(of: found, for: terms, before: time, in: snapshot)
    }
    var outcome = policy.decide(resolved, facts)
    if let terms = resolved.terms, !keys.opens(purpose: terms.definition.name) {
      outcome.refuse(.vaultLocked)
    }
    return Hearing(
      policy: policy, request: resolved, subject: subject, permissions: permissions,
      values: values, facts: facts, outcome: outcome, ledgerSize: try snapshot.ledgerEnd().size)
  }

  /// The contacts that still count against a purpose's cap.
  func contacts(
    of subject: StoredSubject, for terms: CompiledPurpose, before time: Timestamp,
    in snapshot: Snapshot
  ) throws -> [Timestamp] {
    guard let span = terms.definition.contact?.per else { return [] }
    return try snapshot.contacts(of: subject.id, for: terms.number, after: time.backed(by: span))
  }

  /// Vault time, and whether the system clock is not too far behind it (02, "Time").
  func vaultTime(in snapshot: Snapshot) throws -> (time: Timestamp, isTrusted: Bool) {
    let time = try store.time(in: snapshot)
    return (time.vault, isTrusted(system: time.system, vault: time.vault))
  }

  func isTrusted(system: Timestamp, vault: Timestamp) -> Bool {
    vault.since(system) <= options.clockTolerance
  }

  /// Puts an outcome into words.
  func decision(of hearing: Hearing, leaf: UInt64? = nil) -> Decision {
    let outcome = hearing.outcome
    let places = hearing.policy.places
    let purpose = hearing.request.request.purpose
    let told = outcome.told.codes(nevers: outcome.nevers)
    var decision = Decision(
      verdict: outcome.isPermit ? .permit : .deny,
      reasons: told.map {
        Decision.Reason(code: $0, place: places.place(ofReason: $0, for: purpose))
      },
      recorded: outcome.reasons.codes(nevers: outcome.nevers), permissions: [:], withheld: [],
      obligations: [],
      policy: Decision.PolicyReference(
        name: hearing.policy.policy.name, version: hearing.policy.policy.version.text,
        digest: hearing.policy.digest),
      time: hearing.facts.time, leaf: leaf)
    guard outcome.isPermit else { return decision }
    decision.obligations = hearing.request.terms?.definition.obligations ?? []
    for category in outcome.categories {
      guard let name = hearing.policy.registry.name(category.number) else { continue }
      if let permission = category.permission {
        decision.permissions[name] = hearing.permissions[permission].permission.id
      }
      decision.withheld += category.reasons.codes(nevers: category.nevers).map {
        Decision.Withheld(category: name, code: $0)
      }
    }
    return decision
  }
}

extension Facts.Subject {
  init(_ status: StateRecord.Status) {
    switch status {
    case .active: self = .active
    case .restricted(let since): self = .restricted(since: since)
    case .erased: self = .erased
    }
  }
}

extension Outcome {
  /// Adds a reason that the engine cannot know.
  mutating func refuse(_ reason: Reasons) {
    isPermit = false
    reasons.formUnion(reason)
    if !told.contains(.actorNotPermitted) && told.isDisjoint(with: [.actorUnknown]) {
      told.formUnion(reason)
    }
  }
}
