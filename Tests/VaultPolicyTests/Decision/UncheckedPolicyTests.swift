import Testing
import VaultModel
import VaultPolicy

/// A policy that the reader would have refused still opens nothing.
@Suite("A policy that nobody checked")
struct UncheckedPolicyTests {
  private func answer(
    _ world: World, _ request: Request, _ change: (inout PurposeDefinition) -> Void
  ) throws -> Set<String> {
    var policy = try SmallModel.policy()
    for index in policy.purposes.indices { change(&policy.purposes[index]) }
    return try Engine(policy).answer(request, in: world).told
  }

  @Test func aConsentPurposeWithoutALongestLifetimeFindsEveryConsentTooLong() throws {
    let world = SmallModel.world([SmallModel.consent()])
    #expect(try answer(world, SmallModel.request()) { _ in }.isEmpty)
    #expect(
      try answer(world, SmallModel.request()) { $0.consent = nil } == ["CONSENT_TOO_LONG"])
  }

  @Test func aLegitimateInterestWithoutAnAssessmentIsStale() throws {
    let world = SmallModel.world([SmallModel.interest()])
    let request = Request(actor: "p", purpose: "g.l", categories: ["d"])
    #expect(try answer(world, request) { _ in }.isEmpty)
    #expect(try answer(world, request) { $0.assessment = nil } == ["ASSESSMENT_STALE"])
  }

  @Test func aCapWithoutASpanCountsEveryContact() throws {
    let rule = ContactRule(atMost: 1, per: nil)
    let quiet = SmallModel.world([SmallModel.consent()])
    #expect(try answer(quiet, SmallModel.request()) { $0.contact = rule }.isEmpty)
    let world = SmallModel.world([SmallModel.consent()]) { $0.contacts = [0] }
    #expect(
      try answer(world, SmallModel.request()) { $0.contact = rule } == ["CONTACT_TOO_SOON"])
  }
}
