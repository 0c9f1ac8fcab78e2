import Testing
import VaultModel
import VaultPolicy

/// A random policy, world and request, made again from the seed alone.
struct RandomCase {
  let seed: UInt64
  let policy: Policy
  let engine: Engine
  let purpose: PurposeDefinition
  var world: World
  var request: Request
  /// For what a property chooses at random.
  var random: SplitMix64

  /// Tries `property` on the cases of `count` seeds, and names the seed of the first one that fails.
  static func each(
    _ count: UInt64, _ property: (inout RandomCase) throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let share: UInt64 = 25
    let past = try RandomPolicy.older()
    let zones = try RandomPolicy.zoneRules()
    for start in stride(from: 0, to: count, by: Int(share)) {
      var maker = RandomPolicy(random: SplitMix64(seed: start))
      let policy = try maker.make()
      let engine = try Engine(policy, past: [past], zones: zones)
      for seed in start..<min(count, start + share) {
        var one = try RandomCase(seed: seed, policy: policy, engine: engine)
        guard try property(&one) else {
          Issue.record(
            "seed \(seed): \(one.request) in \(one.world) under \(one.purpose)",
            sourceLocation: sourceLocation)
          return
        }
      }
    }
  }

  private init(seed: UInt64, policy: Policy, engine: Engine) throws {
    var maker = RandomWorld(policy: policy, random: SplitMix64(seed: ~seed))
    purpose = maker.random.pick(policy.purposes)
    world = maker.world(for: purpose)
    request = maker.request(for: purpose)
    random = maker.random
    self.seed = seed
    self.policy = policy
    self.engine = engine
  }

  /// What the engine says, of this request and world or of others.
  func answer(_ request: Request? = nil, in world: World? = nil) throws -> Reference.Answer {
    try engine.answer(request ?? self.request, in: world ?? self.world)
  }

  /// A word of denial that fits the case.
  mutating func no() -> World.No {
    var maker = RandomWorld(policy: policy, random: random)
    defer { random = maker.random }
    return maker.no(purpose)
  }
}

extension Reference.Answer {
  /// The leaves, and the values by origin, that are released.
  var opened: Set<String> {
    guard isPermit else { return [] }
    return values.reduce(into: Set(grounds.keys)) { opened, leaf in
      for origin in leaf.value.keys { opened.insert("\(leaf.key) from \(origin)") }
    }
  }
}
