import Testing
import VaultModel
import VaultPolicy

@Suite("Origins in a decision")
struct OriginTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  private func codes(_ world: World, _ change: (inout Request) -> Void = { _ in }) throws
    -> Set<String>
  {
    try engine.answer(SmallModel.request(change), in: world).told
  }

  @Test func aValueThatAPermissionMissesInItsOriginAloneIsToldByThat() throws {
    // One covers the use and not the origin, the other the origin and not the use: d115.
    let world = SmallModel.world(
      [
        SmallModel.consent { $0.origins = ["inferred"] },
        SmallModel.consent { $0.operations = ["profile"] },
      ]) { $0.origins = ["c.a": ["inferred"]] }
    #expect(try codes(world) { $0.operation = "profile" } == ["ORIGIN_NOT_CONSENTED"])
    #expect(try codes(world).isEmpty)
  }

  @Test func aDenialIsToldThoughNoPermissionCoversTheValuesOrigin() throws {
    let world = SmallModel.world([SmallModel.consent()], nos: [SmallModel.no("g.k", 2)]) {
      $0.origins = ["c.a": ["inferred"]]
    }
    #expect(try codes(world) == ["CONSENT_WITHDRAWN", "DENIED_BY_SUBJECT"])
  }

  @Test func aValueWhoseOriginThePolicyDoesNotNameIsWithheld() throws {
    let consent = SmallModel.consent { $0.origins = ["third-party:z"] }
    let world = SmallModel.world([consent]) { $0.origins = ["c.a": ["third-party:z"]] }
    #expect(try codes(world) == ["ORIGIN_NOT_ALLOWED"])
  }

  @Test func inPartialModeTheCoveredValuesOfACategoryAreReleased() throws {
    let world = SmallModel.world([SmallModel.consent()]) {
      $0.origins = ["c.a": ["observed", "inferred"]]
    }
    let strict = try engine.answer(SmallModel.request(), in: world)
    #expect(!strict.isPermit)
    let partial = try engine.answer(SmallModel.request { $0.mode = .partial }, in: world)
    #expect(partial.isPermit)
    #expect(partial.values == ["c.a": ["observed": [0]]])
    #expect(partial.withheld.map(\.code) == ["ORIGIN_NOT_CONSENTED"])
  }

  @Test func aCategoryOfWhichNoValueMayBeReleasedIsNotReleased() throws {
    let world = SmallModel.world([SmallModel.consent()]) {
      $0.origins = ["c.a": ["inferred"]]
    }
    let answer = try engine.answer(SmallModel.request { $0.mode = .partial }, in: world)
    #expect(!answer.isPermit)
    #expect(answer.told == ["ORIGIN_NOT_CONSENTED"])
  }
}
