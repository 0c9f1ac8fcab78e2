import Testing
import VaultModel
import VaultPolicy

/// Policies made at random: trees of names, purposes of every basis, rules, caps and quiet hours.
///
/// They keep to the form that the reader gives a policy, but not to all of its rules: a purpose may meet a
/// `never` rule, since that is checked when a request is decided too.
struct RandomPolicy {
  static let hour: Int64 = 3_600_000
  /// Names of one kind that only an older policy declares.
  static let past = "past"
  static let categories = [
    "a", "a.x", "a.y", "ab", "ab.z", "b", "b.x", "b.x.deep", "b.x.other", "c",
  ]
  static let leaves = ["a.x", "a.y", "ab.z", "b.x.deep", "b.x.other", "c"]
  static let groups = ["m", "m.n", "mn", "o"]
  static let purposes = ["m.p", "m.n.q", "m.n.r", "mn.s", "o.t", "u"]
  static let channels = ["email", "post", "sms"]
  static let recipients = ["courier", "broker", "mailer"]
  static let actors = ["desk", "shop", "dpo"]
  static let origins = ["volunteered", "observed", "inferred", "third-party:lab"]
  /// Zones that a machine may have, with their minutes east of UTC; any other is missing.
  static let zones: [String: Int64] = ["East": 330, "West": -300]

  /// The same zones for the engine.
  ///
  /// A footer counts hours west of Greenwich (RFC 9636, section 3.3.2).
  static func zoneRules() throws -> [String: ZoneRules] {
    [
      "East": try ZoneRules(tzif: TZifBuilder(footer: "<+0530>-5:30").bytes),
      "West": try ZoneRules(tzif: TZifBuilder(footer: "<-05>5").bytes),
    ]
  }

  var random: SplitMix64

  mutating func make() throws -> Policy {
    Policy(
      name: "random", version: try #require(PolicyVersion("1")),
      controller: Controller(name: "C", contact: "c@example.com"),
      categories: Self.categories.map { name in
        let isLeaf = Self.leaves.contains(name)
        let isSpecial = isLeaf && random.oneIn(6)
        return CategoryDefinition(
          name: name, sensitivity: isSpecial ? .special : .normal, isLeaf: isLeaf)
      },
      channels: Self.channels,
      recipients: Self.recipients.map {
        RecipientDefinition(name: $0, title: $0, role: .processor)
      },
      actors: Self.actors.map { ActorDefinition(name: $0, title: $0) },
      groups: Self.groups.map { PurposeGroup(name: $0, title: $0) },
      purposes: Self.purposes.map { purpose($0) },
      never: (0..<3).compactMap { random.oneIn(3) ? rule("N\($0)") : nil })
  }

  /// A policy that gave numbers to other names first, and to the same names in another order.
  static func older() throws -> Policy {
    var random = RandomPolicy(random: SplitMix64(seed: 7))
    var policy = try random.make()
    policy.categories = [CategoryDefinition(name: past), CategoryDefinition(name: "c")]
    policy.channels = [past, "sms"]
    policy.recipients = [RecipientDefinition(name: past, title: past, role: .processor)]
    policy.actors = [ActorDefinition(name: past, title: past)]
    policy.groups = []
    policy.purposes = policy.purposes.suffix(1).map { purpose in
      var purpose = purpose
      purpose.name = past
      purpose.origins = [.thirdParty("lab"), .thirdParty(past)]
      return purpose
    }
    return policy
  }

  private mutating func purpose(_ name: String) -> PurposeDefinition {
    let basis = random.oneIn(2) ? Basis.consent : random.pick(Basis.allCases)
    let recipients = random.some(of: Self.recipients)
    var purpose = PurposeDefinition(
      name: name, title: name, benefit: name, basis: basis,
      categories: some(Self.leaves),
      operations: OperationSet(random.some(of: [Operation.profile, .combine])).union(.use),
      recipients: (recipients + ["self"]).sorted(),
      channels: random.oneIn(2) ? [] : some(Self.channels),
      origins: (random.some(of: ["inferred", "third-party:lab"])
        .union(["volunteered", "observed"])).sorted().compactMap { Origin($0) },
      actors: some(Self.actors),
      article9: random.oneIn(2) ? "9(2)(b)" : nil,
      retention: span(0...40))
    if !recipients.isEmpty { purpose.operations.insert(.share) }
    if basis == .legitimateInterest {
      let day = Timestamp.earliest.advanced(by: span(0...96)) ?? .latest
      purpose.assessment = Assessment(reference: "A", reviewBy: CivilDate(day))
    }
    if basis == .consent {
      purpose.consent = ConsentTerms(maxLifetime: span(20...100), methods: [.webForm])
    }
    if !purpose.channels.isEmpty, random.oneIn(3) { purpose.contact = contact() }
    return purpose
  }

  /// So many hours.
  private mutating func span(_ hours: ClosedRange<Int64>) -> TimeSpan {
    .seconds(random.number(hours) * 3600)
  }

  /// At least one of `names`.
  private mutating func some(_ names: [String]) -> [String] {
    random.some(of: names).union([random.pick(names)]).sorted()
  }

  private mutating func contact() -> ContactRule {
    var rule = ContactRule()
    if random.oneIn(2) {
      rule.atMost = Int(random.number(1...2))
      rule.per = span(1...40)
    }
    if random.oneIn(2) {
      let from = Int(random.number(0...1439))
      let until = (from + Int(random.number(1...1439))) % 1440
      let zone = random.oneIn(6) ? "Missing" : random.pick(["East", "West"])
      rule.quiet = QuietHours(fromMinute: from, untilMinute: until, zone: zone)
    }
    return rule
  }

  private mutating func rule(_ id: String) -> NeverRule {
    var rule = NeverRule(id: id, say: id)
    if random.oneIn(2) { rule.purposes = [random.pick(Self.groups + Self.purposes)] }
    if random.oneIn(2) { rule.categories = [random.pick(Self.categories)] }
    if random.oneIn(3) { rule.channels = [random.pick(Self.channels)] }
    if random.oneIn(3) { rule.operations = random.pick([.profile, .share, .combine]) }
    if random.oneIn(3) { rule.actors = [random.pick(Self.actors)] }
    // A rule names something, and not so little that it forbids everything.
    rule.recipients = [random.pick(Self.recipients)]
    if !rule.purposes.isEmpty, !rule.categories.isEmpty, random.oneIn(2) { rule.recipients = [] }
    return rule
  }
}
