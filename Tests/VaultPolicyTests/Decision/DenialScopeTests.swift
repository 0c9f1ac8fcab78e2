import Testing
import VaultModel
import VaultPolicy

@Suite("The scope of a denial")
struct DenialScopeTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  private func isDenied(_ change: (inout World.No) -> Void) throws -> Bool {
    let no = SmallModel.no("g.k", 2, change)
    let world = SmallModel.world([SmallModel.consent()], nos: [no])
    return try !engine.answer(SmallModel.request(), in: world).isPermit
  }

  @Test func aDimensionInWhichNothingIsNamedIsNotNamed() throws {
    #expect(try isDenied { $0.categories = [] })
    #expect(try isDenied { $0.channels = [] })
    #expect(try isDenied { $0.recipients = [] })
  }

  @Test func aDimensionThatIsNamedHasToMeetTheRequest() throws {
    #expect(try isDenied { $0.categories = ["c"] })
    #expect(try !isDenied { $0.categories = ["c.b", "d"] })
    #expect(try isDenied { $0.channels = ["x", "y"] })
    #expect(try !isDenied { $0.channels = ["y"] })
    #expect(try isDenied { $0.recipients = ["self"] })
    #expect(try !isDenied { $0.recipients = ["r"] })
  }

  @Test func ofTwoWordsOfOneInstantTheWithdrawalIsToldInEitherOrder() throws {
    let withdrawal = SmallModel.no("g.k", 2)
    let refusal = SmallModel.no("g.k", 2) { $0.isRefusal = true }
    for nos in [[withdrawal, refusal], [refusal, withdrawal]] {
      let world = SmallModel.world([SmallModel.consent()], nos: nos)
      let told = try engine.answer(SmallModel.request(), in: world).told
      #expect(told == ["CONSENT_WITHDRAWN", "DENIED_BY_SUBJECT"])
    }
    let refused = SmallModel.world([SmallModel.consent()], nos: [refusal])
    let told = try engine.answer(SmallModel.request(), in: refused).told
    #expect(told == ["CONSENT_REFUSED", "DENIED_BY_SUBJECT"])
  }
}
