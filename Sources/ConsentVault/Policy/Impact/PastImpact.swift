import VaultLedger
import VaultPolicy

/// What a candidate would have changed for the decisions of the ledger, counted leaf by leaf.
///
/// A leaf keeps what was asked, the codes, and for a permit the permissions that it rested on; the person's
/// standing of that day it does not keep. So the policy's part is decided anew as of the leaf's time, and the
/// person's part is taken from the leaf, as long as a policy weighs it as the one of that day did; where it
/// does not, a permit's permissions are asked if they are still what they were, and else it is undetermined.
struct PastImpact {
  /// What one policy makes of a decision of the ledger.
  private enum Replayed {
    case permit
    case deny([String])
    case undetermined
  }

  private let pair: PolicyPair
  private(set) var counts: [String: ImpactReport.Past] = [:]
  private(set) var forgotten = 0
  private(set) var examples = ImpactExamples()

  init(_ pair: PolicyPair) { self.pair = pair }

  /// Counts a decision about a purpose on which the two policies differ.
  ///
  /// - Parameters:
  ///   - leaf: a permit or a denial.
  ///   - index: the leaf's, from 0.
  ///   - detail: its private part; nil where nobody can open it any more.
  ///   - then: the version that decided; nil if the vault has it no more.
  ///   - standing: the subject's permissions and denials as they are recorded now; asked only if needed.
  /// - Throws: what `standing` throws.
  mutating func take(
    _ leaf: Leaf, at index: UInt64, _ detail: LeafDetail?, then: CompiledPolicy?,
    standing: () throws -> Standing?
  ) throws {
    guard let detail else {
      forgotten += 1
      return
    }
    let decision = RecordedDecision(leaf, detail)
    let old = try replay(decision, under: pair.old, then, standing)
    let new = try replay(decision, under: pair.new, then, standing)
    var count = counts[leaf.purpose] ?? ImpactReport.Past(leaf.purpose)
    switch (old, new) {
    case (.permit, .permit), (.deny, .deny): return
    case (.permit, .deny(let codes)):
      count.newlyDenied += 1
      for code in codes { count.codes[code, default: 0] += 1 }
      examples.add(.deny, decision.request, codes, leaf: index)
    case (.deny(let codes), .permit):
      count.newlyPermitted += 1
      examples.add(.permit, decision.request, codes, leaf: index)
    case (.undetermined, _), (_, .undetermined): count.undetermined += 1
    }
    counts[leaf.purpose] = count
  }

  private func replay(
    _ decision: RecordedDecision, under policy: CompiledPolicy, _ then: CompiledPolicy?,
    _ standing: () throws -> Standing?
  ) throws -> Replayed {
    let request = ResolvedRequest(decision.request, in: policy)
    let outcome = policy.decide(request, Facts(subject: .active, time: decision.time))
    let codes = outcome.reasons.intersection(.ofPolicy).codes(nevers: outcome.nevers)
    guard codes.isEmpty, let typed = request.typed else { return .deny(codes) }
    let person = decision.reasons.subtracting(.ofPolicy)
    if decision.isPermit {
      guard let then else { return .undetermined }
      if policy.isNoStricter(than: then, on: request) { return .permit }
      // Neither the origins of what was released nor the contacts of that day are in the leaf.
      guard policy.allowsOriginsAndContacts(of: then, on: request), let standing = try standing()
      else { return .undetermined }
      return replay(decision, typed, policy, standing)
    }
    let denied = Replayed.deny(person.codes(nevers: []))
    if !person.isDisjoint(with: .ofNoPolicy) { return denied }
    // What had no name that day was not held against the person's record.
    guard let then, decision.reasons.isDisjoint(with: .unnamed) else { return .undetermined }
    if person.isEmpty {
      return policy.isNoStricter(than: then, on: request) ? .permit : .undetermined
    }
    return then.isNoStricter(than: policy, on: request) ? denied : .undetermined
  }

  /// Asks the permissions that a permit rested on, as they were then, and those beside them.
  private func replay(
    _ decision: RecordedDecision, _ typed: TypedRequest, _ policy: CompiledPolicy,
    _ standing: Standing
  ) -> Replayed {
    let named = Set(decision.permissions)
    // A record that was renewed since is not what it was.
    let recorded = standing.permissions.filter { $0.recordedTime <= decision.time }
    guard named.isSubset(of: recorded.map(\.id)) else { return .undetermined }
    var asOf = standing
    asOf.time = decision.time
    asOf.permissions = recorded.map { permission in
      var permission = permission
      // The permit says that it was live.
      if named.contains(permission.id) { permission.state = .given }
      return permission
    }
    asOf.denials = standing.denials.filter { $0.recordedTime <= decision.time }
    var reasons: Reasons = []
    for category in typed.categories.numbers {
      reasons.formUnion(
        policy.coverage(of: typed.point(category), for: typed.terms, in: asOf).reasons)
    }
    if reasons.isEmpty {
      // Of two denials with one scope the later is kept: an earlier one may be hidden behind it.
      return asOf.denials.count == standing.denials.count ? .permit : .undetermined
    }
    // Another record that was closed or renewed since may have covered it too.
    let mayHaveCovered = standing.permissions.contains {
      !named.contains($0.id)
        && ($0.recordedTime > decision.time ? $0.version > 1 : $0.state != .given)
    }
    return mayHaveCovered ? .undetermined : .deny(reasons.codes(nevers: []))
  }
}

/// A decision as its leaf has it.
private struct RecordedDecision {
  let isPermit: Bool
  /// What was asked for; of a permit, the categories that were released.
  let request: Request
  let reasons: Reasons
  let permissions: [Identifier]
  let time: Timestamp

  init(_ leaf: Leaf, _ detail: LeafDetail) {
    isPermit = leaf.type == .permit
    request = Request(
      actor: leaf.actor, purpose: leaf.purpose, categories: detail.categories,
      operation: detail.operation ?? Operation.use.rawValue,
      recipient: detail.recipient ?? "self", channel: detail.channel)
    reasons = Reasons(codes: detail.reasons)
    permissions = detail.permissions
    time = leaf.time
  }
}

extension CompiledPolicy {
  /// Whether it asks no more of a person's record than the version of another day did: then what was
  /// covered is covered.
  fileprivate func isNoStricter(
    than other: CompiledPolicy, on request: ResolvedRequest
  ) -> Bool {
    guard let (own, others) = terms(request, other), own.basis == others.basis,
      own.maxLifetime >= others.maxLifetime,
      own.definition.article9 != nil || others.definition.article9 == nil
    else { return false }
    return request.categories.allSatisfy { !isSpecial($0) || other.isSpecial($0) }
      && allowsOriginsAndContacts(of: other, on: request)
  }

  /// Whether every origin and every contact that the version of another day allowed is allowed here too.
  fileprivate func allowsOriginsAndContacts(
    of other: CompiledPolicy, on request: ResolvedRequest
  ) -> Bool {
    guard let (own, others) = terms(request, other),
      others.origins.isSubset(of: own.origins)
    else { return false }
    guard request.request.channel != nil, let cap = own.definition.contact?.atMost else {
      return true
    }
    return cap == others.definition.contact?.atMost
      && own.definition.contact?.per == others.definition.contact?.per
  }

  private func terms(
    _ request: ResolvedRequest, _ other: CompiledPolicy
  ) -> (CompiledPurpose, CompiledPurpose)? {
    guard let number = request.terms?.number, let own = terms(number),
      let others = other.terms(number)
    else { return nil }
    return (own, others)
  }
}

extension Reasons {
  /// What a policy says by itself, whoever the person is.
  fileprivate static let ofPolicy: Reasons = [
    .requestInvalid, .purposeUnknown, .purposeIsGroup, .categoryUnknown, .actorUnknown,
    .recipientUnknown, .channelUnknown, .operationUnknown, .actorNotPermitted,
    .categoryNotAllowed, .operationNotAllowed, .recipientNotAllowed, .channelNotAllowed,
    .channelRequired, .never, .assessmentStale, .quietHours,
  ]
  /// What holds whatever a policy says.
  fileprivate static let ofNoPolicy: Reasons = [
    .subjectUnknown, .subjectErased, .clockUntrusted, .vaultLocked, .internal,
  ]
  /// What kept a dimension from being held against the person's record.
  fileprivate static let unnamed: Reasons = [
    .purposeUnknown, .purposeIsGroup, .categoryUnknown, .recipientUnknown, .channelUnknown,
    .operationUnknown,
  ]

  private static let named = Dictionary(
    uniqueKeysWithValues: names.indices.map { (names[$0], Reasons(rawValue: 1 << UInt64($0))) })

  /// The reasons of codes as a leaf has them; one without a name reads as `INTERNAL`.
  fileprivate init(codes: [String]) {
    self = codes.reduce(into: []) { reasons, code in
      reasons.formUnion(code.hasPrefix("NEVER:") ? .never : Self.named[code] ?? .internal)
    }
  }
}
