import VaultCrypto
import VaultPolicy
import VaultStore

/// What is asked, looked up under the policy in force: the same for a whole batch.
final class Inquiry: Sendable {
  let policy: CompiledPolicy
  let resolved: ResolvedRequest

  init(_ resolved: ResolvedRequest, under policy: CompiledPolicy) {
    self.policy = policy
    self.resolved = resolved
  }

  var request: Request { resolved.request }
  var terms: CompiledPurpose? { resolved.terms }
}

/// Everything that one decision was made from, all of one snapshot: so that it can be compared with the
/// moment at which its leaf is written, and so that the values can be opened.
///
/// A class, because a batch moves hundreds of them about.
final class Hearing: Sendable {
  let inquiry: Inquiry
  /// Nil for somebody unknown, or a purpose that nobody knows.
  let dossier: Dossier?
  let facts: Facts
  let outcome: Outcome
  /// How many leaves the ledger had.
  let ledgerSize: UInt64

  init(
    _ inquiry: Inquiry, dossier: Dossier?, facts: Facts, outcome: Outcome, ledgerSize: UInt64
  ) {
    self.inquiry = inquiry
    self.dossier = dossier
    self.facts = facts
    self.outcome = outcome
    self.ledgerSize = ledgerSize
  }

  var policy: CompiledPolicy { inquiry.policy }
  var request: ResolvedRequest { inquiry.resolved }
  var subject: StoredSubject? { dossier?.subject }
  var permissions: [PermissionRow] { dossier?.permissions ?? [] }
}

extension Vault {
  /// Looks up a request under the policy in force.
  func inquiry(_ resolve: Resolving, in snapshot: Snapshot) throws -> Inquiry {
    let policy = try policy(in: snapshot)
    return Inquiry(resolve(policy), under: policy)
  }

  /// Decides a request on what a snapshot holds.
  func hear(_ request: Request, about id: SubjectID, in snapshot: Snapshot) throws -> Hearing {
    try hear(
      inquiry({ ResolvedRequest(request, in: $0) }, in: snapshot), about: id, in: snapshot)
  }

  /// Decides an inquiry that was looked up under the policy in force in the snapshot.
  func hear(
    _ inquiry: Inquiry, about id: SubjectID, in snapshot: Snapshot
  ) throws -> Hearing {
    let (time, isTrusted) = try vaultTime(in: snapshot)
    var facts = Facts(subject: .unknown, time: time, clockIsTrusted: isTrusted)
    let terms = inquiry.terms
    var dossier: Dossier?
    if let terms {
      dossier = try snapshot.dossier(
        of: id, for: terms.number, in: inquiry.resolved.categories,
        registry: inquiry.policy.registry)
    }
    if let terms, let dossier {
      facts.subject = Facts.Subject(dossier.subject.record.status)
      facts.denials = dossier.subject.record.denials
      facts.permissions = dossier.records
      facts.origins = dossier.origins
      facts.contacts = try contacts(of: dossier.subject, for: terms, before: time, in: snapshot)
    }
    var outcome = inquiry.policy.decide(inquiry.resolved, facts)
    if let terms, !keys.opens(purpose: terms.definition.name) {
      outcome.refuse(.vaultLocked)
    }
    return Hearing(
      inquiry, dossier: dossier, facts: facts, outcome: outcome,
      ledgerSize: try snapshot.ledgerEnd().size)
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
