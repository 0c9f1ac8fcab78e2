import CAllocations
import Measuring
import VaultCrypto
import VaultModel
import VaultPolicy

/// The decision alone, in memory: one subject with one consent and one stored value of each category.
struct Decisions {
  private let policy: CompiledPolicy
  private let terms: CompiledPurpose
  private let actor: ActorNumber
  private let facts: Facts
  private let one: NumberSet<CategoryKind>
  private static let categories = (0..<8).map { "data.c\($0)" }

  init() throws {
    let categories = Self.categories
    let purposes = (0..<25).map { Self.purpose("news-\($0)", categories) }
    guard let version = PolicyVersion("1") else { throw StaleBenchmark() }
    let policy = Policy(
      name: "bench", version: version,
      controller: Controller(name: "Shop", contact: "privacy@example.com"),
      categories: [CategoryDefinition(name: "data", isLeaf: false)]
        + categories.map { CategoryDefinition(name: $0) },
      actors: [ActorDefinition(name: "campaign", title: "Campaign engine")], purposes: purposes)
    var registry = Registry()
    _ = try registry.register(policy)
    self.policy = CompiledPolicy(
      policy, places: PolicyPlaces(file: "policy.json"), digest: SHA256.digest(of: [1]), number: 1,
      registry: registry, zone: { _ in nil })
    guard let terms = self.policy.terms(named: "news-7"), let actor = self.policy.actor("campaign"),
      let time = Timestamp(milliseconds: 1_790_000_000_000),
      let until = time.advanced(by: .days(90))
    else { throw StaleBenchmark() }
    self.terms = terms
    one = NumberSet(terms.categories.members.prefix(1))
    self.actor = actor
    let permission = Permission(
      id: try Random.identifier(), kind: .consent, purpose: terms.number,
      scope: Scope(categories: terms.categories), from: time, until: until, state: .given,
      method: .webForm, notice: SHA256.digest(of: [1]), retention: .zero, eventTime: time,
      recordedTime: time, changedTime: time, sequence: 1)
    var facts = Facts(subject: .active, permissions: [permission], time: time)
    for category in terms.categories.members { facts.origins[category] = [.volunteered] }
    self.facts = facts
  }

  func add(_ count: Int, to contest: inout Contest) {
    let (policy, terms, actor, facts, one) = (policy, terms, actor, facts, one)
    let kept = TypedRequest(terms, actor: actor, categories: one)
    contest.add("typed and kept, one category", count: count) {
      for _ in 0..<count { precondition(policy.decide(kept, facts).isPermit) }
    }
    contest.add("typed, all reasons, one category", count: count) {
      for _ in 0..<count {
        precondition(
          policy.decide(TypedRequest(terms, actor: actor, categories: one), facts).isPermit)
      }
    }
    contest.add("typed, all reasons, eight categories", count: count) {
      let asked = TypedRequest(terms, actor: actor, categories: terms.categories)
      for _ in 0..<count { precondition(policy.decide(asked, facts).isPermit) }
    }
    contest.add("typed, denied for seven reasons", count: count) {
      let asked = TypedRequest(
        terms, actor: ActorNumber(9), categories: one, operation: .profile,
        recipient: RecipientNumber(9), channel: ChannelNumber(9))
      for _ in 0..<count {
        precondition(policy.decide(asked, facts).reasons.rawValue.nonzeroBitCount == 7)
      }
    }
    for size in [10, 1_000, 100_000] {
      let rows = (0..<size).map { _ in terms.copy() }
      contest.add("typed, a row of \(size), the same 10", count: count) {
        Self.decide(policy, rows, step: size / 10, count, actor, one, facts)
      }
      contest.add("typed, a row of \(size), any", count: count) {
        Self.decide(policy, rows, step: 7919, count, actor, one, facts)
      }
    }
    let request = Request(actor: "campaign", purpose: "news-7", categories: ["data.c0"])
    contest.add("names, one category", count: count) {
      for _ in 0..<count {
        precondition(policy.decide(ResolvedRequest(request, in: policy), facts).isPermit)
      }
    }
    let eight = Request(actor: "campaign", purpose: "news-7", categories: Self.categories)
    contest.add("names, eight categories", count: count) {
      for _ in 0..<count {
        precondition(policy.decide(ResolvedRequest(eight, in: policy), facts).isPermit)
      }
    }
  }

  /// One decision in numbers, its request made anew.
  func decideInNumbers() {
    precondition(policy.decide(TypedRequest(terms, actor: actor, categories: one), facts).isPermit)
  }

  /// One decision with string names.
  func decideByNames() {
    let request = Request(actor: "campaign", purpose: "news-7", categories: ["data.c0"])
    precondition(policy.decide(ResolvedRequest(request, in: policy), facts).isPermit)
  }

  /// P5 and P6: what a decision costs, in numbers and with names.
  func goals(in contest: Contest) -> [Goal] {
    let alone = "in memory, one category, a request made anew"
    func inNumbers(_ measure: String, _ name: String) -> Goal {
      Goal(
        "P5", "decision in numbers, all reasons, \(measure)", contest.median(of: name) * 1000, "ns",
        comparedWith: alone, .atMost(200, moonshot: 10))
    }
    return [
      inNumbers("25 purposes", "typed, all reasons, one category"),
      inNumbers("any of 100000 purposes", "typed, a row of 100000, any"),
      Goal(
        "P6", "decision with string names", contest.median(of: "names, one category") * 1000, "ns",
        comparedWith: alone, .atMost(1000, moonshot: 250)),
    ]
  }

  /// Asks for one row of the table after the other.
  private static func decide(
    _ policy: CompiledPolicy, _ rows: [CompiledPurpose], step: Int, _ count: Int,
    _ actor: ActorNumber, _ categories: NumberSet<CategoryKind>, _ facts: Facts
  ) {
    var row = 0
    for _ in 0..<count {
      let request = TypedRequest(rows[row], actor: actor, categories: categories)
      precondition(policy.decide(request, facts).isPermit)
      row = (row + step) % rows.count
    }
  }

  /// How often a typed decision asks for memory, in all of `count`.
  ///
  /// Every answer is looked at: permits and denials, of one category and of eight.
  func allocations(_ count: Int) -> UInt64 {
    var released = 0
    let before = cal_count()
    for index in 0..<count {
      let request = TypedRequest(
        terms, actor: index % 2 == 0 ? actor : ActorNumber(9),
        categories: index % 3 == 0 ? terms.categories : one)
      let verdict = policy.decide(request, facts) { if $0.permission != nil { released += 1 } }
      precondition(verdict.isPermit == (index % 2 == 0))
    }
    let after = cal_count()
    precondition(released > count)
    let request = Request(actor: "campaign", purpose: "news-7", categories: Self.categories)
    precondition(policy.decide(ResolvedRequest(request, in: policy), facts).isPermit)
    // A list of categories was made there; who counts nothing then does not count.
    precondition(cal_count() > after)
    return after - before
  }

  private static func purpose(_ name: String, _ categories: [String]) -> PurposeDefinition {
    PurposeDefinition(
      name: name, title: "News", benefit: "You hear of news.", basis: .consent,
      categories: categories, recipients: ["self"], channels: [], origins: Origin.implied,
      actors: ["campaign"], consent: ConsentTerms(maxLifetime: .days(365), methods: [.webForm]))
  }
}

extension CompiledPurpose {
  /// A row of its own with the same terms.
  fileprivate func copy() -> CompiledPurpose {
    CompiledPurpose(
      number: number, definition: definition, actors: actors, categories: categories,
      recipients: recipients, channels: channels, origins: origins, lineage: lineage)
  }
}
