import Testing
import VaultModel
import VaultPolicy

@Suite("Storing")
struct StoringTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  @Test func aSweepIsDueWhenTheRetentionOfADeniedValueEnds() throws {
    var policy = try SmallModel.policy()
    policy.purposes[0].retention = try #require(TimeSpan(milliseconds: SmallModel.time(1)))
    let engine = try Engine(policy)
    let no = SmallModel.no("g.k", 2) { $0.categories = ["c.a"] }
    var world = SmallModel.world(
      [SmallModel.consent { $0.retention = SmallModel.time(1) }], nos: [no])
    world.time = SmallModel.time(2)
    let due = try engine.policy.nextDue(
      engine.permissions(world), deniedBy: engine.denials(world), after: engine.time(world.time))
    #expect(try due == engine.time(SmallModel.time(3)))
    let category: CategoryNumber = try engine.number("c.a")
    #expect(
      try engine.policy.holds(category, from: .volunteered, in: engine.standing(world)))
    world.time = SmallModel.time(3)
    #expect(
      try !engine.policy.holds(category, from: .volunteered, in: engine.standing(world)))
  }

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
