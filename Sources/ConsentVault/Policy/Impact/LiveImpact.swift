import VaultPolicy

/// What a candidate would change for live permissions, counted subject by subject.
struct LiveImpact {
  private struct Key: Hashable {
    let purpose: PurposeNumber
    let scope: Scope
  }

  /// One point of a permission, asked by one actor.
  private struct Question {
    let old: ResolvedRequest
    let new: ResolvedRequest
  }

  private let pair: PolicyPair
  private let registry: Registry
  private let time: Timestamp
  /// Most permissions of a purpose have one of a few scopes.
  private var questions: [Key: [Question]] = [:]
  private static let keptScopes = 256
  private(set) var counts: [PurposeNumber: ImpactReport.Live] = [:]
  private(set) var examples = ImpactExamples()

  init(_ pair: PolicyPair, _ registry: Registry, at time: Timestamp) {
    self.pair = pair
    self.registry = registry
    self.time = time
  }

  /// Counts what changes for one subject.
  ///
  /// - Parameters:
  ///   - subject: its state.
  ///   - permissions: all of its permissions, live or not.
  ///   - denials: all of its denials.
  ///   - origins: gives the origins of its stored values; asked only where something may change.
  mutating func take(
    _ subject: Facts.Subject, _ permissions: [Permission], _ denials: [Denial],
    origins: () throws -> StoredOrigins
  ) rethrows {
    let open = permissions.filter { $0.isOpen(at: time) }
    for purpose in Set(open.map(\.purpose)).sorted(by: { $0.rawValue < $1.rawValue }) {
      let name = registry.name(purpose) ?? ""
      var count = counts[purpose] ?? ImpactReport.Live(name)
      let live = open.filter { $0.purpose == purpose }
      count.permissions += live.count
      if pair.differ(on: name) {
        let facts = Facts(
          subject: subject, permissions: permissions.filter { $0.purpose == purpose },
          denials: denials, origins: try origins(), time: time)
        take(live, facts, &count)
      }
      counts[purpose] = count
    }
  }

  private mutating func take(
    _ live: [Permission], _ facts: Facts, _ count: inout ImpactReport.Live
  ) {
    // Where several permissions cover a point, it is one point.
    var seen: Set<Request>? = live.count > 1 ? [] : nil
    for permission in live {
      var (lost, kept, gained) = (0, 0, 0)
      for question in questions(of: permission) {
        let old = pair.old.standingCodes(question.old, facts)
        let new = pair.new.standingCodes(question.new, facts)
        kept += new.isEmpty ? 1 : 0
        guard old.isEmpty != new.isEmpty else { continue }
        lost += old.isEmpty ? 1 : 0
        gained += new.isEmpty ? 1 : 0
        guard seen?.insert(question.old.request).inserted ?? true else { continue }
        if old.isEmpty {
          count.deniedPoints += 1
          for code in new { count.codes[code, default: 0] += 1 }
          examples.add(.deny, question.old.request, new)
        } else {
          count.permittedPoints += 1
          examples.add(.permit, question.old.request, old)
        }
      }
      count.newlyDenied += lost > 0 ? 1 : 0
      count.emptied += lost > 0 && kept == 0 ? 1 : 0
      count.newlyPermitted += gained > 0 ? 1 : 0
      take(permission, &count)
    }
  }

  /// What is wrong with a permission under the candidate as a record, whoever asks for what.
  private func take(_ permission: Permission, _ count: inout ImpactReport.Live) {
    let terms = (pair.old.terms(permission.purpose), pair.new.terms(permission.purpose))
    guard let old = terms.0, let new = terms.1 else { return }
    let length = permission.until.since(permission.from)
    if length <= old.maxLifetime && length > new.maxLifetime && new.takes(permission.kind) {
      count.tooLong += 1
    }
    if old.takes(permission.kind) && !new.takes(permission.kind) { count.basisMismatched += 1 }
  }

  /// Every request that the permission itself could cover, by every actor that either policy permits.
  private mutating func questions(of permission: Permission) -> [Question] {
    let key = Key(purpose: permission.purpose, scope: permission.scope)
    if let known = questions[key] { return known }
    if questions.count >= Self.keptScopes { questions.removeAll(keepingCapacity: true) }
    let made = permission.scope.requests(for: permission.purpose, by: pair, registry).map {
      Question(
        old: ResolvedRequest($0, in: pair.old), new: ResolvedRequest($0, in: pair.new))
    }
    questions[key] = made
    return made
  }
}

extension CompiledPurpose {
  /// Whether permissions of a kind count for the purpose at all.
  fileprivate func takes(_ kind: Permission.Kind) -> Bool {
    (basis == .consent) == (kind == .consent)
  }
}

extension CompiledPolicy {
  /// Why a request is denied, leaving aside what depends on the hour and on earlier contacts; empty if it is
  /// permitted.
  fileprivate func standingCodes(_ request: ResolvedRequest, _ facts: Facts) -> [String] {
    let outcome = decide(request, facts)
    return outcome.reasons.subtracting([.quietHours, .contactTooSoon])
      .codes(nevers: outcome.nevers)
  }
}

extension Scope {
  /// The requests for one category that a scope could cover, each dimension one by one.
  fileprivate func requests(
    for purpose: PurposeNumber, by pair: PolicyPair, _ registry: Registry
  ) -> [Request] {
    guard let purpose = registry.name(purpose) else { return [] }
    // A purpose may list channels in one policy and none in the other.
    let channels: [String?] = [nil] + registry.names(channels).map(Optional.some)
    var requests: [Request] = []
    for actor in pair.actors(of: purpose) {
      for category in registry.names(categories) {
        for recipient in registry.names(recipients) {
          for operation in operations.operations where operation != .share || recipient != "self" {
            requests += channels.map {
              Request(
                actor: actor, purpose: purpose, categories: [category],
                operation: operation.rawValue, recipient: recipient, channel: $0)
            }
          }
        }
      }
    }
    return requests
  }
}
