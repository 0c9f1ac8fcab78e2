import Testing
import VaultModel
import VaultPolicy

@Suite("What denials leave of a record")
struct RecordLeftTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  private func isLeftWithNothing(_ record: World.Record, by nos: [World.No]) throws -> Bool {
    let world = SmallModel.world([record], nos: nos)
    return try engine.policy.isLeftWithNothing(
      engine.permissions(world)[0], by: engine.denials(world))
  }

  @Test func aWithdrawalOfThePurposeLeavesNothing() throws {
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no("g.k", 2)]))
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no("g", 2)]))
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no(nil, 2)]))
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no("g.l", 2)]))
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: []))
  }

  @Test func onlyAWordThatTheConsentDoesNotAnswerCounts() throws {
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no("g.k", 1)]))
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: [SmallModel.no("g.k", 0)]))
  }

  @Test func aPointThatNoDenialMeetsKeepsTheRecord() throws {
    let category = SmallModel.no("g.k", 2) { $0.categories = ["c.a"] }
    let other = SmallModel.no("g.k", 3) { $0.categories = ["c.b"] }
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: [category]))
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [category, other]))

    let own = SmallModel.no("g.k", 2) { $0.recipients = ["self"] }
    let shared = SmallModel.no("g.k", 2) { $0.recipients = ["r"] }
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: [own]))
    #expect(try !isLeftWithNothing(SmallModel.consent(), by: [shared]))
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [own, shared]))

    let both = SmallModel.consent { $0.channels = ["x", "y"] }
    let channel = SmallModel.no("g.k", 2) { $0.channels = ["x"] }
    #expect(try !isLeftWithNothing(both, by: [channel]))
    #expect(try isLeftWithNothing(SmallModel.consent(), by: [channel]))
    // A record without channels is not met by a denial of one.
    #expect(try !isLeftWithNothing(SmallModel.consent { $0.channels = [] }, by: [channel]))
  }

  @Test func aDenialClosesNoGround() throws {
    #expect(try !isLeftWithNothing(SmallModel.interest(), by: [SmallModel.no(nil, 3)]))
    // A ground under a consent purpose opens nothing, and is the company's to close.
    let ground = SmallModel.consent { $0.isConsent = false }
    #expect(try !isLeftWithNothing(ground, by: [SmallModel.no(nil, 3)]))
  }
}
