import Testing
import VaultModel
import VaultPolicy

@Suite("Storing")
struct StoringTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  private func codes(_ leaf: String, from origin: String = "volunteered", in world: World) throws
    -> Set<String>
  {
    let coverage = try engine.policy.storing(
      engine.number(leaf), from: engine.number(origin), in: engine.standing(world))
    return Set(coverage.reasons.members.map(\.name))
  }

  @Test func anInterestWhoseAssessmentIsStaleStoresNothing() throws {
    let world = SmallModel.world([SmallModel.interest()])
    #expect(try codes("d", in: world).isEmpty)
    var later = world
    later.time = SmallModel.time(6)
    #expect(try codes("d", in: later) == ["ASSESSMENT_STALE"])
  }
}
