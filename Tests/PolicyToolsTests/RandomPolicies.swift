import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

/// Policies at random over a few names, as the reader would give them: sorted, and no purpose meets a `never` rule.
struct RandomPolicies {
  static let leaves = ["a.x", "a.y", "ab.z", "b.x.deep", "b.x.other", "c"]
  static let nodes = ["a", "ab", "b", "b.x"] + leaves
  static let groups = ["m", "m.n", "o"]
  static let purposes = ["m.n.q", "m.p", "o.t", "u"]
  static let actors = ["desk", "dpo", "shop"]
  static let recipients = ["courier", "mailer", "self"]
  static let channels = ["email", "post", "sms"]

  var dice: Dice

  mutating func make() throws -> Policy {
    var policy = Policy(
      name: "random", version: try #require(PolicyVersion("\(1 + dice.number(below: 3))")),
      controller: Controller(name: dice.pick(["C", "D"]), contact: "c@example.com"),
      categories: categories(), channels: dice.oneIn(2) ? Self.channels : ["email", "sms"],
      recipients: [], actors: [], purposes: [])
    policy.recipients = (["courier"] + (dice.oneIn(3) ? [] : ["mailer"])).map {
      RecipientDefinition(name: $0, title: $0, role: dice.pick([.processor, .thirdParty]))
    }
    policy.actors = (["desk", "dpo"] + (dice.oneIn(3) ? [] : ["shop"])).map {
      ActorDefinition(name: $0, title: dice.pick([$0, "people"]))
    }
    policy.groups = Self.groups.map { PurposeGroup(name: $0, title: dice.pick([$0, "group"])) }
    policy.purposes = dice.some(of: Self.purposes).map { purpose($0, of: policy) }
    let rules = (0..<2).map { rule("N\($0)", of: policy) }
    policy.never = rules.filter { rule in !policy.purposes.contains(where: rule.meets) }
    return policy
  }

  private mutating func categories() -> [CategoryDefinition] {
    let leaves = Self.leaves.filter { $0 == "c" || !dice.oneIn(6) }
    let parents = Set(leaves.flatMap { DottedName.lineage($0).dropFirst() })
    return
      (leaves.map {
        CategoryDefinition(
          name: $0, title: dice.pick([$0, "kind"]), sensitivity: dice.pick([.normal, .high]))
      } + parents.map { CategoryDefinition(name: $0, isLeaf: false) }).sorted { $0.name < $1.name }
  }

  private mutating func purpose(_ name: String, of policy: Policy) -> PurposeDefinition {
    let leaves = policy.categories.filter(\.isLeaf).map(\.name)
    var purpose = PurposeDefinition(
      name: name, title: dice.pick([name, "title"]), benefit: dice.pick(["good", "better"]),
      basis: dice.pick(Basis.allCases), categories: some(leaves),
      operations: OperationSet(some(Operation.allCases)),
      recipients: (dice.some(of: policy.recipients.map(\.name)) + ["self"]).sorted(),
      channels: dice.oneIn(2) ? [] : some(policy.channels), actors: some(policy.actors.map(\.name)),
      retention: .days(Int64(dice.number(below: 3))))
    if purpose.recipients != ["self"] { purpose.operations.insert(.share) }
    if purpose.basis == .consent {
      purpose.consent = ConsentTerms(
        maxLifetime: .days(1 + Int64(dice.number(below: 2))), methods: [.webForm])
    }
    if !purpose.channels.isEmpty, dice.oneIn(2) {
      purpose.contact = ContactRule(atMost: 1 + dice.number(below: 2), per: .days(7))
    }
    return purpose
  }

  private mutating func some<Name>(_ names: [Name]) -> [Name] {
    let some = dice.some(of: names)
    return some.isEmpty ? [dice.pick(names)] : some
  }

  private mutating func rule(_ id: String, of policy: Policy) -> NeverRule {
    var rule = NeverRule(id: id, say: id, actors: [dice.pick(policy.actors.map(\.name))])
    if dice.oneIn(2) { rule.categories = [dice.pick(policy.categories.map(\.name))] }
    if dice.oneIn(2) { rule.purposes = [dice.pick(Self.groups + policy.purposes.map(\.name))] }
    return rule
  }
}

/// One combination of names; no channel is the empty name.
struct Combination: Hashable {
  let actor: String
  let purpose: String
  let category: String
  let recipient: String
  let channel: String

  /// All that anybody could ask for.
  static let all: [Combination] = RandomPolicies.actors.flatMap { actor in
    RandomPolicies.purposes.flatMap { purpose in
      RandomPolicies.leaves.flatMap { category in
        RandomPolicies.recipients.flatMap { recipient in
          (RandomPolicies.channels + [""]).map { channel in
            Combination(
              actor: actor, purpose: purpose, category: category, recipient: recipient,
              channel: channel)
          }
        }
      }
    }
  }

  /// Those that the engine has nothing against besides that it does not know the person, asked one by one.
  static func permitted(by policy: Policy) throws -> Set<Combination> {
    let compiled = try CompiledPolicy.standalone(policy)
    let facts = Facts(subject: .unknown, time: .earliest)
    return Set(
      all.filter { one in
        Operation.allCases.contains { operation in
          let request = Request(
            actor: one.actor, purpose: one.purpose, categories: [one.category],
            operation: operation.rawValue, recipient: one.recipient,
            channel: one.channel.isEmpty ? nil : one.channel)
          let outcome = compiled.decide(ResolvedRequest(request, in: compiled), facts)
          return outcome.reasons == [.subjectUnknown]
        }
      })
  }
}
