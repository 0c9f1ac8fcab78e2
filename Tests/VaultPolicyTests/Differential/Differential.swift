import Testing
import VaultModel
import VaultPolicy

/// One random policy, decided on in several ways that must agree.
struct Differential {
  /// The policy as it was made.
  let policy: Policy
  /// The engine over it.
  let engine: Engine
  /// The engine over what is read back of its canonical text, under names numbered otherwise.
  let reloaded: Engine
  var random: SplitMix64

  /// A policy made again from its seed alone.
  init(seed: UInt64, zones: [String: ZoneRules]) throws {
    var maker = RandomPolicy(random: SplitMix64(seed: seed))
    policy = try maker.makeLawful()
    var registries = RandomRegistry(random: maker.random)
    engine = try Engine(policy, registry: registries.make(), zones: zones)
    reloaded = try Engine(
      Policy(canonicalJSON: policy.canonicalJSON()), registry: registries.make(), zones: zones)
    random = registries.random
  }

  /// Decides `count` random requests, several in each random world, and adds to the tally.
  mutating func run(_ count: Int, _ tally: inout Tally) throws {
    var left = count
    while left > 0 {
      var maker = RandomWorld(policy: policy, random: random)
      let purpose = maker.random.pick(policy.purposes)
      let world =
        maker.random.oneIn(2) ? maker.world(for: purpose) : maker.kindWorld(for: purpose)
      let facts = (try engine.facts(world), try reloaded.facts(world))
      for _ in 0..<min(left, 20) {
        let request = maker.request(for: purpose)
        let expected = Reference(request, in: policy, world: world) { RandomPolicy.zones[$0] }
          .answer()
        let first = try engine.answer(engine.resolve(request), facts.0)
        let second = try reloaded.answer(reloaded.resolve(request), facts.1)
        tally.count(first)
        if first != second { tally.note("reloaded", request, world, first, second) }
        if let agrees = reloaded.agreesInNumbers(request, facts.1) {
          tally.inNumbers += 1
          if !agrees { tally.note("numbers", request, world, second, second) }
        }
        if !expected.admits(first) { tally.note("reference", request, world, first, expected) }
      }
      left -= 20
      random = maker.random
    }
  }

  /// What was found.
  struct Tally {
    var requests = 0
    var permits = 0
    var withheld = 0
    /// How many could be asked in numbers too.
    var inNumbers = 0
    var codes: Set<String> = []
    var mismatches: [String] = []
    var mismatchCount = 0

    mutating func count(_ answer: Reference.Answer) {
      requests += 1
      if answer.isPermit { permits += 1 }
      if !answer.withheld.isEmpty { withheld += 1 }
      codes.formUnion(answer.all)
    }

    mutating func note(
      _ way: String, _ request: Request, _ world: World, _ answer: Reference.Answer,
      _ other: Reference.Answer
    ) {
      mismatchCount += 1
      guard mismatches.count < 5 else { return }
      mismatches.append("\(way): \(request) in \(world): \(answer), not \(other)")
    }
  }
}
