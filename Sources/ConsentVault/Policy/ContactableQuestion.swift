import VaultPolicy
import VaultStore

/// The question whom a purpose may reach now, under the policy in force in a snapshot.
///
/// A subject is reached if one of the requests would be permitted; whether, the engine alone decides.
struct ContactableQuestion {
  /// A request in numbers, with the names that an answer to it tells.
  private struct Asked {
    let request: TypedRequest
    let channel: String?
    /// In the policy's order.
    let categories: [(number: CategoryNumber, name: String)]
  }

  let policy: CompiledPolicy
  let terms: CompiledPurpose
  /// Vault time.
  let time: Timestamp
  private let clockIsTrusted: Bool
  /// The requests that would be permitted about somebody who allowed everything.
  private let requests: [Asked]
  /// Why there are none.
  let obstacles: Reasons
  /// The ids of the `never` rules among them.
  let nevers: [String]

  /// The requests for all categories of a purpose, by an actor and over a channel, or by any actor and over
  /// any channel that the purpose has.
  ///
  /// - Throws: ``VaultError`` `PURPOSE_UNKNOWN`, `PURPOSE_IS_GROUP`; what the policy alone says against the
  ///   names, such as `CHANNEL_NOT_ALLOWED`.
  init(
    _ purpose: String, as actor: String?, over channel: String?, _ policy: CompiledPolicy,
    at time: Timestamp, clockIsTrusted: Bool
  ) throws(VaultError) {
    let terms = try policy.leafPurpose(purpose)
    let channels: [String?] =
      if let channel {
        [channel]
      } else if terms.definition.channels.isEmpty { [nil] } else { terms.definition.channels }
    let actors = actor.map { [$0] } ?? terms.definition.actors
    var requests: [Asked] = []
    // What each opens about somebody who allowed everything.
    var opens: [Set<CategoryNumber>] = []
    var obstacles: Reasons = []
    var nevers: [String] = []
    let ideal = Facts(
      subject: .active, permissions: terms.ideal(at: time), time: time,
      clockIsTrusted: clockIsTrusted)
    for channel in channels {
      for actor in actors {
        let request = ResolvedRequest(
          Request(
            actor: actor, purpose: purpose, categories: terms.definition.categories,
            channel: channel, mode: .partial), in: policy)
        try Self.refuseNames(of: request)
        let outcome = policy.decide(request, ideal)
        guard outcome.isPermit, let typed = request.typed else {
          obstacles.formUnion(outcome.reasons)
          nevers += outcome.nevers.filter { !nevers.contains($0) }
          continue
        }
        // Rules may open less to one actor than to another.
        let opened = Set(outcome.categories.filter(\.isReleased).map(\.number))
        let isKnown = zip(requests, opens).contains { known, opensToo in
          known.channel == channel && opensToo.isSuperset(of: opened)
        }
        guard !isKnown else { continue }
        let categories = request.categories.compactMap { number in
          policy.registry.name(number).map { (number, $0) }
        }
        requests.append(Asked(request: typed, channel: channel, categories: categories))
        opens.append(opened)
      }
    }
    self.policy = policy
    self.terms = terms
    self.time = time
    self.clockIsTrusted = clockIsTrusted
    self.requests = requests
    self.obstacles = requests.isEmpty ? obstacles : []
    self.nevers = requests.isEmpty ? nevers : []
  }

  private static func refuseNames(of request: ResolvedRequest) throws(VaultError) {
    guard let code = request.reasons.codes(nevers: []).first else { return }
    throw VaultError(.refused, code, ReasonText.message(code), hint: ReasonText.hint(code))
  }

  /// Whether nobody can be reached now, whatever anybody allowed.
  var isBarred: Bool { requests.isEmpty }

  /// How those are reached whose permission is of a shape, without a look at their values: every permission
  /// covers what was volunteered or observed.
  ///
  /// - Returns: nil if each has to be asked about; empty means for nobody.
  func means(of shape: PermissionShape) -> Contactable.Means?? {
    guard terms.origins.contains(.volunteered), terms.origins.contains(.observed),
      let example = shape.example(at: time, longest: terms.maxLifetime)
    else { return nil }
    return .some(means(facts(.active, [example])))
  }

  /// Whether so many contacts leave no room for another.
  func isFull(after contacts: Int) -> Bool {
    !terms.permitsContact(after: Array(repeating: time, count: contacts), at: time)
  }

  /// From when on contacts count against the cap; nil if there is none.
  var contactsFrom: Timestamp? {
    terms.definition.contact?.per.map { time.backed(by: $0) }
  }

  /// Facts of this instant, of somebody without denials, values and contacts.
  func facts(_ subject: Facts.Subject, _ permissions: [Permission]) -> Facts {
    Facts(
      subject: subject, permissions: permissions, time: time, clockIsTrusted: clockIsTrusted)
  }

  /// How somebody is reached; nil if none of the requests would be permitted.
  func means(_ facts: Facts) -> Contactable.Means? {
    var means: Contactable.Means?
    // In numbers and where they lie: a list asks this of everybody.
    let requests = requests.span
    for index in requests.indices {
      var released: NumberSet<CategoryKind> = []
      let verdict = policy.decide(requests[index].request, facts) { answer in
        guard answer.origin == nil, answer.permission != nil else { return }
        released.insert(answer.category)
      }
      guard verdict.isPermit else { continue }
      var found = means ?? Contactable.Means()
      if let channel = requests[index].channel, !found.channels.contains(channel) {
        found.channels.append(channel)
      }
      for (number, name) in requests[index].categories where released.contains(number) {
        if !found.categories.contains(name) { found.categories.append(name) }
      }
      means = found
    }
    return means
  }
}

extension CompiledPurpose {
  /// A permission for everything that the purpose may have, live at `time` and not after.
  fileprivate func ideal(at time: Timestamp) -> [Permission] {
    guard let until = Timestamp(milliseconds: time.milliseconds + 1) else { return [] }
    let isConsent = basis == .consent
    return [
      Permission(
        id: Identifier(high: 0, low: 0), kind: isConsent ? .consent : .ground, purpose: number,
        scope: Scope(categories: categories, channels: channels), from: time, until: until,
        state: .given, method: isConsent ? .explicitStatement : nil, retention: .zero,
        eventTime: time, recordedTime: time, changedTime: time, sequence: 0)
    ]
  }
}
