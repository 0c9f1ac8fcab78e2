import Testing
import VaultModel
import VaultPolicy

/// Policies made at random for a crowd: purposes of every basis in two groups, with and without channels,
/// caps, quiet hours, rules and assessments.
struct CrowdPolicy {
  static let categories = ["contact.email", "contact.phone", "health.note", "style"]
  static let purposes = ["news.letter", "news.phone", "order", "profile.style", "safety"]
  static let groups = ["news", "profile"]
  static let channels = ["email", "sms"]
  static let actors = ["campaign", "desk"]
  static let day: Int64 = 86_400_000

  var random: SplitMix64

  /// A policy that a vault takes: one whose rules contradict a purpose is made again.
  mutating func make() throws -> PolicySource {
    let version = try #require(PolicyVersion("1"))
    var problem: any Error = CancellationError()
    for _ in 0..<100 {
      let policy = drawn(version)
      let text = policy.canonicalJSON()
      do {
        return PolicySource(
          policy: try Policy(canonicalJSON: text), places: PolicyPlaces(file: "policy.json"),
          sourceText: text, notices: [])
      } catch { problem = error }
    }
    throw problem
  }

  private mutating func drawn(_ version: PolicyVersion) -> Policy {
    Policy(
      name: "crowd", version: version,
      controller: Controller(name: "C", contact: "c@example.com"),
      categories: (["contact", "health"] + Self.categories).sorted().map { name in
        CategoryDefinition(
          name: name, title: name, sensitivity: name == "health.note" ? .special : .normal,
          isLeaf: Self.categories.contains(name))
      },
      channels: Self.channels, recipients: [],
      actors: Self.actors.map { ActorDefinition(name: $0, title: $0) },
      groups: Self.groups.map { PurposeGroup(name: $0, title: $0) },
      purposes: Self.purposes.map { purpose($0) },
      never: random.oneIn(2) ? [rule()] : [])
  }

  private mutating func purpose(_ name: String) -> PurposeDefinition {
    let basis = random.oneIn(2) ? Basis.consent : random.pick(Basis.allCases)
    var purpose = PurposeDefinition(
      name: name, title: name, benefit: name, basis: basis, categories: some(Self.categories),
      operations: .use, recipients: ["self"],
      channels: random.oneIn(3) ? [] : some(Self.channels),
      origins: [.volunteered] + (random.oneIn(8) ? [] : [.observed])
        + (random.oneIn(2) ? [.inferred] : []),
      actors: some(Self.actors), article9: nil, retention: .days(random.number(0...5)))
    if basis != .consent, purpose.categories.contains("health.note") {
      purpose.article9 = "9(2)(b)"
    }
    if basis == .legalObligation { purpose.citation = "a law" }
    if basis == .legitimateInterest {
      let review = Timestamp(milliseconds: random.number(5...40) * Self.day) ?? .latest
      purpose.assessment = Assessment(reference: "A", reviewBy: CivilDate(review))
    }
    if basis == .consent {
      purpose.consent = ConsentTerms(
        maxLifetime: .seconds(random.number(10...40) * (random.oneIn(4) ? 50_000 : 86_400)),
        methods: [.webForm])
    }
    if !purpose.channels.isEmpty, random.oneIn(2) {
      var contact = ContactRule()
      contact.atMost = Int(random.number(1...2))
      contact.per = .days(random.number(1...20))
      if random.oneIn(3) {
        contact.quiet = QuietHours(
          fromMinute: Int(random.number(0...700)), untilMinute: Int(random.number(701...1439)),
          zone: "Europe/Berlin")
      }
      purpose.contact = contact
    }
    return purpose
  }

  private mutating func some(_ names: [String]) -> [String] {
    random.some(of: names).union([random.pick(names)]).sorted()
  }

  private mutating func rule() -> NeverRule {
    var rule = NeverRule(id: "N1", say: "never")
    rule.categories = [random.pick(Self.categories)]
    if random.oneIn(2) { rule.actors = [random.pick(Self.actors)] }
    if random.oneIn(2) { rule.channels = [random.pick(Self.channels)] }
    if random.oneIn(2) { rule.purposes = [random.pick(Self.groups + Self.purposes)] }
    return rule
  }
}
