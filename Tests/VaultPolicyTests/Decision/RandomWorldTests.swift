import Testing
import VaultModel
import VaultPolicy

@Suite("Random worlds")
struct RandomWorldTests {
  @Test func theEngineAnswersAsTheReferenceDoes() throws {
    var permits = 0
    try RandomCase.each(40_000) { one in
      let reference = Reference(one.request, in: one.policy, world: one.world) {
        RandomPolicy.zones[$0]
      }
      let answer = try one.answer()
      if answer.isPermit { permits += 1 }
      return reference.answer().admits(answer)
    }
    #expect(permits > 1_000)
  }

  @Test func theEngineStoresWhatTheReferenceStores() throws {
    var counts = [true: 0, false: 0]
    try RandomCase.each(4_000) { one in
      let reference = Reference(one.policy, storingIn: one.world)
      let standing = try one.engine.standing(one.world)
      for leaf in RandomPolicy.leaves {
        for origin in RandomPolicy.origins {
          let coverage = try one.engine.policy.storing(
            one.engine.number(leaf), from: one.engine.number(origin), in: standing)
          counts[coverage.isCovered, default: 0] += 1
          guard coverage.isCovered == reference.mayStore(leaf, from: origin),
            coverage.isCovered == coverage.reasons.isEmpty
          else { return false }
        }
      }
      return true
    }
    #expect(counts.values.allSatisfy { $0 > 2_000 })
  }

  @Test func nothingHasToGoBeforeASweepIsDue() throws {
    var gone = 0
    try RandomCase.each(4_000) { one in
      let engine = one.engine
      let due = try engine.policy.nextDue(
        engine.permissions(one.world), deniedBy: engine.denials(one.world),
        after: engine.time(one.world.time))
      var later = one.world
      later.time += one.random.number(0...150) * RandomPolicy.hour
      let (before, after) = (try engine.standing(one.world), try engine.standing(later))
      for leaf in RandomPolicy.leaves {
        let leaf: CategoryNumber = try engine.number(leaf)
        guard engine.policy.holds(leaf, from: .observed, in: before),
          !engine.policy.holds(leaf, from: .observed, in: after)
        else { continue }
        gone += 1
        guard let due, due <= after.time else { return false }
      }
      return true
    }
    #expect(gone > 500)
  }

  @Test func theEngineKeepsWhatTheReferenceKeeps() throws {
    var counts = [true: 0, false: 0]
    try RandomCase.each(4_000) { one in
      let reference = Reference(one.policy, storingIn: one.world)
      let standing = try one.engine.standing(one.world)
      for leaf in RandomPolicy.leaves {
        for origin in RandomPolicy.origins {
          let holds = try one.engine.policy.holds(
            one.engine.number(leaf), from: one.engine.number(origin), in: standing)
          counts[holds, default: 0] += 1
          guard holds == reference.mayStay(leaf, from: origin) else { return false }
        }
      }
      return true
    }
    #expect(counts.values.allSatisfy { $0 > 2_000 })
  }
}
