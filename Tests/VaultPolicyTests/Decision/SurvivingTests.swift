import Testing
import VaultModel
import VaultPolicy

/// What of a subject's permissions outlives its erasure.
@Suite struct SurvivingTests {
  /// The small model with its second purpose, `g.l`, on another basis.
  private func engine(_ basis: Basis) throws -> Engine {
    var policy = try SmallModel.policy()
    policy.purposes[1].basis = basis
    if basis != .legitimateInterest { policy.purposes[1].assessment = nil }
    return try Engine(policy)
  }

  private func surviving(
    _ basis: Basis, _ record: World.Record = SmallModel.ground(1, 5), nos: [World.No] = [],
    at time: Int64 = 2
  ) throws -> Set<String> {
    let engine = try engine(basis)
    var world = SmallModel.world([record], nos: nos)
    world.time = SmallModel.time(time)
    let permission = try #require(try engine.permissions(world).first)
    return Set(
      engine.policy.registry.names(
        engine.policy.surviving(
          permission, deniedBy: try engine.denials(world), at: try engine.time(world.time))))
  }

  @Test func aLiveGroundOnAContractALawOrALifeSurvives() throws {
    for basis in [Basis.contract, .legalObligation, .vitalInterest] {
      #expect(try surviving(basis) == ["c.a", "d"])
    }
    #expect(try surviving(.legitimateInterest).isEmpty)
  }

  @Test func aConsentNeverSurvives() throws {
    let consent = SmallModel.record(1, 5)
    #expect(try surviving(.contract, consent).isEmpty)
    // Nor does one that is filed under a purpose that rests on a contract.
    #expect(try surviving(.contract, SmallModel.record(1, 5) { $0.purpose = "g.l" }).isEmpty)
  }

  @Test func whatIsNotLiveDoesNotSurvive() throws {
    #expect(try surviving(.contract, at: 0).isEmpty)
    #expect(try surviving(.contract, at: 5).isEmpty)
    for state in [PermissionState.closed, .expired] {
      #expect(try surviving(.contract, SmallModel.ground(1, 5, state)).isEmpty)
    }
  }

  @Test func aNoStopsALifesGroundAndNoContract() throws {
    let all = [SmallModel.no(nil, 2)]
    #expect(try surviving(.vitalInterest, nos: all).isEmpty)
    #expect(try surviving(.contract, nos: all) == ["c.a", "d"])
    #expect(try surviving(.legalObligation, nos: all) == ["c.a", "d"])
    let part = [SmallModel.no("g", 2) { $0.categories = ["d"] }]
    #expect(try surviving(.vitalInterest, nos: part) == ["c.a"])
  }

  @Test func theNoesThatNarrowAGroundComeAlong() throws {
    let nos = [
      SmallModel.no("g.k", 2), SmallModel.no("g", 2) { $0.channels = ["x"] },
      SmallModel.no(nil, 2) { $0.recipients = ["r"] },
    ]
    for (basis, count) in [(Basis.vitalInterest, 2), (.contract, 0)] {
      let engine = try engine(basis)
      let world = SmallModel.world([SmallModel.ground(1, 5)], nos: nos)
      let permission = try #require(try engine.permissions(world).first)
      let along = engine.policy.denials(try engine.denials(world), against: permission)
      #expect(along.count == count)
    }
  }

  @Test func aValueSurvivesByCategoryAndOriginOfTheGroundThatCoversIt() throws {
    let engine = try engine(.contract)
    var ground = SmallModel.ground(1, 5)
    ground.categories = ["d"]
    let world = SmallModel.world([ground])
    let permission = try #require(try engine.permissions(world).first)
    func survives(_ category: String, _ origin: String) throws -> Bool {
      engine.policy.outlivesErasure(
        try engine.number(category), from: try engine.number(origin), by: permission,
        deniedBy: [], at: try engine.time(SmallModel.time(2)))
    }
    #expect(try survives("d", "volunteered"))
    #expect(try !survives("d", "third-party:z"))
    #expect(try !survives("c.a", "volunteered"))
  }
}
