import DocumentTesting
import Testing
import VaultModel
import VaultPolicy

@testable import PolicyTools

/// Small policies that load, made by chance: every kind of term, few names of each.
struct RandomPolicy {
  var random: Dice

  /// The last day of 2026.
  private static let lastDay = Timestamp("2026-12-31T00:00:00Z") ?? .latest
  private let leaves = ["data.a", "data.b", "data.c", "health.d"]
  private let channels = ["mail", "text"]
  private let recipients = ["courier", "mailer"]
  private let actors = ["desk", "robot", "team"]

  mutating func some(_ names: [String], atLeast least: Int = 0) -> [String] {
    names.shuffled(using: &random).prefix(Int.random(in: least...names.count, using: &random))
      .sorted()
  }

  mutating func flip(_ chances: Int = 2) -> Bool {
    Int.random(in: 0..<chances, using: &random) == 0
  }

  /// A policy that the reader of compiled policies takes.
  mutating func policy() throws -> Policy {
    let version = try #require(PolicyVersion("1"))
    while true {
      let policy = candidate(version)
      if (try? Policy(canonicalJSON: policy.canonicalJSON())) == policy { return policy }
    }
  }

  private mutating func candidate(_ version: PolicyVersion) -> Policy {
    let special = flip() ? ["health.d"] : some(leaves)
    let categories =
      leaves.map {
        CategoryDefinition(
          name: $0, title: $0, sensitivity: special.contains($0) ? .special : .normal)
      } + ["data", "health"].map { CategoryDefinition(name: $0, isLeaf: false) }
    let purposes = (0..<Int.random(in: 1...3, using: &random)).map { purpose("work.p\($0)") }
    return Policy(
      name: "random", version: version,
      controller: Controller(name: "Shop", contact: "privacy@example.com"),
      categories: categories.sorted { $0.name < $1.name }, channels: channels,
      recipients: recipients.map { RecipientDefinition(name: $0, title: $0, role: .processor) },
      actors: actors.map { ActorDefinition(name: $0, title: $0) },
      groups: [PurposeGroup(name: "work", title: "Work")], purposes: purposes,
      never: (0..<Int.random(in: 0...2, using: &random)).map { rule("N\($0)") })
  }

  private mutating func purpose(_ name: String) -> PurposeDefinition {
    let bases: [Basis] = [.consent, .consent, .contract, .vitalInterest, .legitimateInterest]
    var purpose = PurposeDefinition(
      name: name, title: name, benefit: "Something.", basis: random.pick(bases),
      categories: some(leaves, atLeast: 1), channels: some(channels),
      actors: some(actors, atLeast: 1))
    purpose = purpose.with(["self"] + some(recipients), in: .recipients)
    purpose = purpose.with(["use"] + some(["profile", "combine"]), in: .operations)
    if flip(3) {
      purpose = purpose.with(
        some(["volunteered", "observed", "inferred", "third-party:x"], atLeast: 1), in: .origins)
    }
    purpose.retention = flip() ? .zero : .days(30)
    purpose.obligations = some(["footer", "stop-word"])
    switch purpose.basis {
    case .consent:
      purpose.consent = ConsentTerms(
        maxLifetime: .days(Int64(30 << random.number(below: 3))), methods: [])
      purpose = purpose.with(
        some(["web-form", "paper-form", "explicit-statement"], atLeast: 1), in: .methods)
      purpose.notices = some(["first", "second"])
    case .legitimateInterest:
      purpose.assessment = Assessment(
        reference: "LIA", reviewBy: CivilDate(Self.lastDay))
    default: break
    }
    if purpose.basis != .consent, flip() { purpose.article9 = "Art. 9(2)(h)" }
    if !purpose.channels.isEmpty, flip() {
      let quiet = QuietHours(fromMinute: 1260, untilMinute: 480, zone: "Europe/Berlin")
      purpose.contact = ContactRule(atMost: 2, per: .days(7), quiet: flip() ? quiet : nil)
    }
    return purpose
  }

  private mutating func rule(_ id: String) -> NeverRule {
    var rule = NeverRule(id: id, say: "Never.")
    if flip() { rule.purposes = random.pick([["work"], ["work.p0"]]) }
    if flip() { rule.categories = some(["data", "health", "data.a"], atLeast: 1) }
    if flip(3) { rule.recipients = some(recipients, atLeast: 1) }
    if flip(3) { rule.channels = some(channels, atLeast: 1) }
    if flip(3) { rule.actors = some(actors, atLeast: 1) }
    if flip(3) { rule.operations = flip() ? .profile : [.profile, .combine] }
    return rule
  }
}
