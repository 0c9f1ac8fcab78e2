import Testing
import VaultModel
import VaultPolicy

@Suite("What is told, and what is recorded")
struct ToldAndRecordedTests {
  private let engine: Engine

  init() throws { engine = try Engine(SmallModel.policy()) }

  @Test func aNeverRuleIsToldBesideAnUnknownCategory() throws {
    let answer = try engine.answer(
      SmallModel.request {
        $0.categories = ["zz"]
        $0.recipient = "s"
      }, in: SmallModel.world([SmallModel.consent()]))
    #expect(
      answer.told == [
        "CATEGORY_UNKNOWN", "NEVER:N1", "RECIPIENT_NOT_ALLOWED",
        "RECIPIENT_NOT_CONSENTED",
      ])
  }

  @Test func anUnknownActorIsToldThatAloneAndTheLedgerHearsAll() throws {
    let answer = try engine.answer(
      SmallModel.request {
        $0.actor = "zz"
        $0.categories = ["d"]
      }, in: SmallModel.world())
    #expect(answer.told == ["ACTOR_UNKNOWN"])
    #expect(
      answer.all == ["ACTOR_UNKNOWN", "CATEGORY_NOT_ALLOWED", "CONSENT_MISSING", "NEVER:N2"])
  }

  @Test func anActorThatThePolicyDoesNotPermitIsToldThatAloneAndTheLedgerHearsAll() throws {
    for subject: World.Subject in [.active, .unknown, .erased] {
      let answer = try engine.answer(
        SmallModel.request { $0.actor = "q" }, in: SmallModel.world { $0.subject = subject })
      #expect(answer.told == ["ACTOR_NOT_PERMITTED"])
      #expect(answer.all.count == 2)
    }
  }

  @Test func withoutAPurposeOnlyTheNamesOfActorAndPurposeAreTold() throws {
    let answer = try engine.answer(
      SmallModel.request {
        $0.actor = "zz"
        $0.purpose = "g"
        $0.categories = ["zz"]
      }, in: SmallModel.world())
    #expect(answer.told == ["ACTOR_UNKNOWN", "PURPOSE_IS_GROUP"])
    #expect(answer.all == ["ACTOR_UNKNOWN", "PURPOSE_IS_GROUP", "CATEGORY_UNKNOWN"])
  }
}
