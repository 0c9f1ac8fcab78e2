import FoundationEssentials
import Testing
import VaultModel
import VaultPolicy

@Suite("The small model")
struct ExhaustiveTests {
  /// How many triples of policy, world and request are tried; `Scripts/exhaustive` asks for more.
  private static let count = Int(setting("CVAULT_EXHAUSTIVE") ?? "") ?? 1_000_000
  /// Where the walk through the worlds begins.
  private static let seed = Int(setting("CVAULT_SEED") ?? "") ?? 1

  private static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Walks through the worlds in steps of a prime that divides their number into nothing, so that a
  /// short walk sees every choice and a full one sees every world once.
  @Test func theEngineAnswersAsTheReferenceDoes() throws {
    let policy = try SmallModel.policy()
    let engine = try Engine(policy)
    let nothing = World(time: 0)
    let requests = SmallModel.requests.map {
      ($0, Reference($0, in: policy, world: nothing), engine.resolve($0))
    }
    let worlds = min(
      SmallModel.count, (Self.count + requests.count - 1) / requests.count)
    var mismatches = 0
    var permits = 0
    for step in 0..<worlds {
      let number = (Self.seed + step) % SmallModel.count * 181_081 % SmallModel.count
      let world = SmallModel.world(number)
      let facts = try engine.facts(world)
      for (request, reference, resolved) in requests {
        var reference = reference
        reference.world = world
        let expected = reference.answer()
        let answer = try engine.answer(resolved, facts)
        if answer.isPermit { permits += 1 }
        guard !expected.admits(answer) else { continue }
        mismatches += 1
        if mismatches <= 5 {
          Issue.record("world \(number): \(request) in \(world): \(answer), not \(expected)")
        }
      }
    }
    print("\(worlds * requests.count) triples, \(permits) permits, \(mismatches) mismatches")
    #expect(mismatches == 0)
    // A model in which hardly anything is permitted would prove nothing.
    #expect(permits > worlds * requests.count / 200)
  }
}
