import Testing
import VaultModel
import VaultPolicy

/// A model small enough to try every world of it against every request.
///
/// One step of time is four hours, so that six make the day after which the assessment is stale.
enum SmallModel {
  static func time(_ steps: Int64) -> Int64 { steps * 4 * 3_600_000 }

  /// Two purposes under one group: `g.k` on consent, `g.l` on legitimate interest.
  static func policy() throws -> Policy {
    let consent = PurposeDefinition(
      name: "g.k", title: "K", benefit: "K", basis: .consent, categories: ["c.a", "c.b"],
      operations: [.use, .share, .profile], recipients: ["r", "self"],
      channels: ["x", "y"],
      origins: Origin.implied + [.inferred], actors: ["p"],
      consent: ConsentTerms(
        maxLifetime: try #require(TimeSpan(milliseconds: time(4))),
        methods: [.webForm, .explicitStatement]))
    let interest = PurposeDefinition(
      name: "g.l", title: "L", benefit: "L", basis: .legitimateInterest,
      categories: ["c.a", "d"],
      operations: [.use, .share], recipients: ["r", "self"],
      origins: Origin.implied + [.thirdParty("z")], actors: ["p", "q"],
      assessment: Assessment(reference: "A", reviewBy: CivilDate(.earliest)))
    return Policy(
      name: "small", version: try #require(PolicyVersion("1")),
      controller: Controller(name: "C", contact: "c@example.com"),
      categories: [
        CategoryDefinition(name: "c", isLeaf: false), CategoryDefinition(name: "c.a"),
        CategoryDefinition(name: "c.b", sensitivity: .special), CategoryDefinition(name: "d"),
      ],
      channels: ["x", "y"],
      recipients: ["r", "s"].map { RecipientDefinition(name: $0, title: $0, role: .processor) },
      actors: ["p", "q"].map { ActorDefinition(name: $0, title: $0) },
      groups: [PurposeGroup(name: "g", title: "G")], purposes: [consent, interest],
      never: [
        NeverRule(id: "N1", say: "Nothing goes to s.", recipients: ["s"]),
        NeverRule(id: "N2", say: "No d for k.", purposes: ["g.k"], categories: ["d"]),
      ])
  }

  /// How many worlds there are.
  static let count =
    first.count * second.count * nos.count * moreNos.count * subjects.count * times.count
    * circumstances.count

  /// The world of a number below ``count``: one choice of every list.
  static func world(_ number: Int) -> World {
    var rest = number
    func choose<Choice>(_ choices: [Choice]) -> Choice {
      defer { rest /= choices.count }
      return choices[rest % choices.count]
    }
    var world = World(time: choose(times))
    world.subject = choose(subjects)
    let records = [choose(first), choose(second)]
    world.nos = [choose(nos), choose(moreNos)].compactMap { $0 }
    for (index, record) in records.enumerated() {
      guard var record else { continue }
      record.order = UInt64(index + 1)
      world.records.append(record)
    }
    choose(circumstances)(&world)
    return world
  }
}
