import Testing
import VaultModel
import VaultPolicy

/// The engine, asked and answering in the words of the reference.
struct Engine {
  let policy: CompiledPolicy

  /// Compiles `policy` against a registry that knows the names of `past` policies too, and numbered them
  /// first.
  init(_ policy: Policy, past: [Policy] = [], zones: [String: ZoneRules] = [:]) throws {
    var registry = Registry()
    for policy in past + [policy] { _ = try registry.register(policy) }
    try self.init(policy, registry: registry, zones: zones)
  }

  /// Compiles `policy` against a registry that holds all its names.
  init(_ policy: Policy, registry: Registry, zones: [String: ZoneRules] = [:]) throws {
    let digest = try #require(Digest(bytes: [UInt8](repeating: 0, count: 32)))
    self.policy = CompiledPolicy(
      policy, places: PolicyPlaces(file: "policy.yaml"), digest: digest, number: 1,
      registry: registry, zone: { zones[$0] })
  }

  func answer(_ request: Request, in world: World) throws -> Reference.Answer {
    try answer(resolve(request), facts(world))
  }

  func resolve(_ request: Request) -> ResolvedRequest { ResolvedRequest(request, in: policy) }

  /// Decides; the records that a release rests on are sets of one.
  func answer(_ request: ResolvedRequest, _ facts: Facts) throws -> Reference.Answer {
    let outcome = policy.decide(request, facts)
    var answer = Reference.Answer(
      isPermit: outcome.isPermit, told: codes(outcome.told, outcome.nevers),
      all: codes(outcome.reasons, outcome.nevers))
    guard outcome.isPermit else { return answer }
    for category in outcome.categories {
      let leaf = try #require(policy.registry.name(category.number))
      for code in codes(category.reasons, category.nevers) {
        answer.withheld.insert(Reference.Withheld(category: leaf, code: code))
      }
      guard let permission = category.permission else { continue }
      answer.grounds[leaf] = [permission]
      var values: [String: Set<Int>] = [:]
      for released in category.released.entries {
        values[try #require(policy.registry.name(released.origin))] = [released.permission]
      }
      answer.values[leaf] = values
    }
    return answer
  }

  private func codes(_ reasons: Reasons, _ nevers: [String]) -> Set<String> {
    var codes = Set(reasons.subtracting(.never).members.map(\.name))
    if reasons.contains(.never) { codes.formUnion(nevers.map { "NEVER:" + $0 }) }
    return codes
  }
}

extension Reference.Answer {
  /// Whether an answer of the engine is this one: the same in all, and resting on records on which this
  /// one may rest.
  func admits(_ engine: Self) -> Bool {
    isPermit == engine.isPermit && told == engine.told && all == engine.all
      && withheld == engine.withheld
      && Self.admits(grounds, engine.grounds)
      && values.keys == engine.values.keys
      && values.allSatisfy { Self.admits($1, engine.values[$0] ?? [:]) }
  }

  private static func admits(_ may: [String: Set<Int>], _ does: [String: Set<Int>]) -> Bool {
    may.count == does.count
      && may.allSatisfy { name, records in
        does[name].map { $0.isSubset(of: records) && !$0.isEmpty } ?? false
      }
  }
}
