import Synchronization
import VaultCrypto
import VaultPolicy
import VaultStore

/// The instant at which a snapshot is asked, and how far its ledger is.
struct Moment {
  /// Vault time.
  let time: Timestamp
  /// Whether the system clock is not too far behind it.
  let clockIsTrusted: Bool
  /// How many leaves the ledger has.
  let ledgerSize: UInt64
}

/// Everything that one decision was made from, all of one snapshot: so that it can be compared with the
/// moment at which its leaf is written, and so that the values can be opened.
///
/// A class, because a batch moves hundreds of them about.
final class Hearing: Sendable {
  let inquiry: Inquiry
  let id: SubjectID
  /// Nil for somebody unknown, or a purpose that nobody knows.
  let dossier: Dossier?
  let contacts: [Timestamp]
  let moment: Moment
  let outcome: Outcome
  /// What a permit releases, opened.
  let released: [Plaintext]

  init(
    _ inquiry: Inquiry, about id: SubjectID, dossier: Dossier?, contacts: [Timestamp],
    at moment: Moment, outcome: Outcome, released: [Plaintext]
  ) {
    self.inquiry = inquiry
    self.id = id
    self.dossier = dossier
    self.contacts = contacts
    self.moment = moment
    self.outcome = outcome
    self.released = released
  }

  var policy: CompiledPolicy { inquiry.policy }
  var permissions: [PermissionRow] { dossier?.permissions ?? [] }
  var facts: Facts { Facts(dossier, contacts, at: moment) }
}

extension Facts {
  init(_ dossier: Dossier?, _ contacts: [Timestamp], at moment: Moment) {
    self.init(
      subject: dossier.map { Facts.Subject($0.subject.record.status) } ?? .unknown,
      permissions: dossier?.records ?? [], denials: dossier?.subject.record.denials ?? [],
      origins: dossier?.origins ?? [:], contacts: contacts, time: moment.time,
      clockIsTrusted: moment.clockIsTrusted)
  }
}

extension Vault {
  /// Looks up a request under the policy in force in a snapshot.
  func inquiry(_ request: Request, in snapshot: Snapshot) throws -> Inquiry {
    inquiry(request, under: try policy(in: snapshot))
  }

  /// Looks up a request, unless it is the one that was made last.
  func inquiry(_ request: Request, under policy: CompiledPolicy) -> Inquiry {
    let last = latestInquiry.withLock { $0 }
    if let last, last.policy === policy, last.asks(request) { return last }
    let inquiry = Inquiry(request, under: policy, openedBy: keys)
    latestInquiry.withLock { $0 = inquiry }
    return inquiry
  }

  /// Decides a request on what a snapshot holds, and opens what would be released.
  func hear(_ request: Request, about id: SubjectID, in snapshot: Snapshot) throws -> Hearing {
    try hear(inquiry(request, in: snapshot), about: id, at: moment(of: snapshot), in: snapshot)
  }

  /// Decides an inquiry that was looked up under the policy in force in the snapshot, and opens what would
  /// be released: so that an integrity failure is found before anything says that data was given away.
  func hear(
    _ inquiry: Inquiry, about id: SubjectID, at moment: Moment, in snapshot: Snapshot
  ) throws -> Hearing {
    let dossier = try inquiry.terms.flatMap {
      try snapshot.dossier(
        of: id, for: $0.number, in: inquiry.categories, registry: inquiry.policy.registry)
    }
    return try hear(inquiry, about: id, dossier, at: moment, in: snapshot)
  }

  /// The same about many.
  func hear(
    _ inquiry: Inquiry, about ids: [SubjectID], at moment: Moment, in snapshot: Snapshot
  ) throws -> [Hearing] {
    var hearings: [Hearing] = []
    hearings.reserveCapacity(ids.count)
    for start in stride(from: 0, to: ids.count, by: 16) {
      let some = ids[start..<min(start + 16, ids.count)]
      let dossiers = try inquiry.terms.map {
        try snapshot.dossiers(
          of: some, for: $0.number, in: inquiry.categories, registry: inquiry.policy.registry)
      }
      for (offset, id) in some.enumerated() {
        hearings.append(
          try hear(inquiry, about: id, dossiers?[offset], at: moment, in: snapshot))
      }
    }
    return hearings
  }

  private func hear(
    _ inquiry: Inquiry, about id: SubjectID, _ dossier: Dossier?, at moment: Moment,
    in snapshot: Snapshot
  ) throws -> Hearing {
    var contacts: [Timestamp] = []
    if let dossier, let terms = inquiry.terms {
      contacts = try self.contacts(
        of: dossier.subject.id, for: terms, before: moment.time, in: snapshot)
    }
    var outcome = inquiry.policy.decide(
      inquiry.resolved, Facts(dossier, contacts, at: moment))
    if !inquiry.isOpen { outcome.refuse(.vaultLocked) }
    var released: [Plaintext] = []
    if let dossier, outcome.isPermit {
      released = try open(dossier, by: outcome, under: inquiry, in: snapshot)
    }
    return Hearing(
      inquiry, about: id, dossier: dossier, contacts: contacts, at: moment, outcome: outcome,
      released: released)
  }

  /// Opens the envelopes that a permit rests on, and the values that they cover.
  private func open(
    _ dossier: Dossier, by outcome: Outcome, under inquiry: Inquiry, in snapshot: Snapshot
  ) throws -> [Plaintext] {
    var released: [Plaintext] = []
    released.reserveCapacity(dossier.values.count)
    let categories = outcome.categories.span
    for index in categories.indices where categories[index].isReleased {
      for place in 0..<dossier.values.count
      where dossier.category(ofValueAt: place) == categories[index].number {
        guard let permission = categories[index].released[dossier.origin(ofValueAt: place)] else {
          continue
        }
        let bytes = try dossier.open(
          valueAt: place, by: permission, in: snapshot, registry: inquiry.policy.registry)
        released.append(Plaintext(bytes, of: dossier, at: place))
      }
    }
    return released
  }

  /// When a snapshot is asked.
  func moment(of snapshot: Snapshot) throws -> Moment {
    let (time, isTrusted) = try vaultTime(in: snapshot)
    return Moment(
      time: time, clockIsTrusted: isTrusted, ledgerSize: try snapshot.ledgerEnd().size)
  }

  /// The contacts that still count against a purpose's cap.
  func contacts(
    of subject: Identifier, for terms: CompiledPurpose, before time: Timestamp,
    in snapshot: Snapshot
  ) throws -> [Timestamp] {
    guard let span = terms.definition.contact?.per else { return [] }
    return try snapshot.contacts(of: subject, for: terms.number, after: time.backed(by: span))
  }

  /// Vault time, and whether the system clock is not too far behind it.
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
    let purpose = hearing.inquiry.request.purpose
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
      time: hearing.moment.time, leaf: leaf)
    guard outcome.isPermit else { return decision }
    decision.obligations = hearing.inquiry.terms?.definition.obligations ?? []
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
