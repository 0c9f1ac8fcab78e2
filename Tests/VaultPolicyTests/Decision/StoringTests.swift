import Testing
import VaultModel
import VaultPolicy

@Suite("Storing")
struct StoringTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  @Test func aValueOfNoPurposeIsNotStored() throws {
    let world = SmallModel.world([SmallModel.consent()])
    #expect(try codes("c", in: world) == ["CATEGORY_NOT_ALLOWED"])
  }

  @Test func aCategoryThatThePolicyTookFromThePurposeIsNotStored() throws {
    // A consent of older days still names it.
    let world = SmallModel.world([SmallModel.consent { $0.categories = ["d"] }])
    #expect(try codes("d", in: world) == ["GROUND_MISSING"])
  }

  @Test func withoutAnyRecordWhatIsMissingIsToldAndNotTheOrigin() throws {
    #expect(
      try codes("c.a", from: "third-party:z", in: SmallModel.world())
        == ["CONSENT_MISSING", "GROUND_MISSING"])
    #expect(try codes("c.b", in: SmallModel.world()) == ["CONSENT_MISSING"])
  }

  @Test func aRecordThatMissesSomethingIsNearerThanNone() throws {
    let plain = SmallModel.consent { $0.method = "web-form" }
    #expect(
      try codes("c.b", in: SmallModel.world([plain])) == ["EXPLICIT_CONSENT_REQUIRED"])
    let expired = SmallModel.consent { $0.until = SmallModel.time(2) }
    #expect(try codes("c.a", in: SmallModel.world([expired])) == ["CONSENT_EXPIRED"])
  }

  @Test func ofTwoPurposesTheNearerMissIsTold() throws {
    // The consent has ended; of the ground, neither the record nor its purpose names the origin.
    let consent = SmallModel.consent {
      $0.categories = ["c.b"]
      $0.until = SmallModel.time(2)
    }
    let world = SmallModel.world([consent, SmallModel.interest()])
    #expect(try codes("c.a", from: "inferred", in: world) == ["CONSENT_EXPIRED"])
    let running = SmallModel.world([SmallModel.consent { $0.categories = ["c.b"] }])
    #expect(
      try codes("c.a", from: "third-party:z", in: running)
        == ["CATEGORY_NOT_CONSENTED", "ORIGIN_NOT_CONSENTED", "ORIGIN_NOT_ALLOWED"])
  }

  @Test func aValueOfADeniedCategoryIsNotStored() throws {
    let no = SmallModel.no(nil, 2) { $0.categories = ["c"] }
    let world = SmallModel.world([SmallModel.consent(), SmallModel.interest()], nos: [no])
    #expect(try codes("c.a", in: world) == ["DENIED_BY_SUBJECT"])
    #expect(try codes("c.b", in: world) == ["CONSENT_WITHDRAWN", "DENIED_BY_SUBJECT"])
    #expect(try codes("d", in: world).isEmpty)
  }

  @Test func aSweepIsDueAfterTheInstantOfTheLastAndNeverWithoutRecords() throws {
    let world = SmallModel.world([SmallModel.consent()])
    let end = try engine.time(SmallModel.time(5))
    let permissions = try engine.permissions(world)
    let before = try engine.time(end.milliseconds - 1)
    #expect(engine.policy.nextDue(permissions, deniedBy: [], after: before) == end)
    #expect(engine.policy.nextDue(permissions, deniedBy: [], after: end) == nil)
    #expect(engine.policy.nextDue([], deniedBy: [], after: .earliest) == nil)
  }

  @Test func aRetentionBeyondTheLastInstantKeepsTheValue() throws {
    var policy = try SmallModel.policy()
    policy.purposes[0].retention = .unlimited
    let engine = try Engine(policy)
    var world = SmallModel.world([SmallModel.consent { $0.retention = .max }])
    world.time = Timestamp.latest.milliseconds - 1
    let category: CategoryNumber = try engine.number("c.a")
    #expect(
      try engine.policy.holds(category, from: .volunteered, in: engine.standing(world)))
  }

  @Test func aSweepIsDueAtTheEndAndAgainWhenItsRetentionEnds() throws {
    var policy = try SmallModel.policy()
    policy.purposes[0].retention = try #require(TimeSpan(milliseconds: SmallModel.time(1)))
    let engine = try Engine(policy)
    let world = SmallModel.world([SmallModel.consent { $0.retention = SmallModel.time(1) }])
    let permissions = try engine.permissions(world)
    let end = try engine.time(SmallModel.time(5))
    let gone = try engine.time(SmallModel.time(6))
    #expect(engine.policy.nextDue(permissions, deniedBy: [], after: .earliest) == end)
    #expect(engine.policy.nextDue(permissions, deniedBy: [], after: end) == gone)
  }

  @Test func aTieOfWordsEndsWhatAConsentKeeps() throws {
    let category: CategoryNumber = try engine.number("c.a")
    func holds(_ said: Int64) throws -> Bool {
      let world = SmallModel.world([SmallModel.consent()], nos: [SmallModel.no("g.k", said)])
      return try engine.policy.holds(category, from: .volunteered, in: engine.standing(world))
    }
    #expect(try holds(0))
    #expect(try !holds(1))
    #expect(try !holds(2))
  }

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
