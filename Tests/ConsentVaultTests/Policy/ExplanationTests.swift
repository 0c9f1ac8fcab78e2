import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

@testable import ConsentVault

/// What a decision is explained with, and what is kept from whoever may not ask.
@Suite("Explanations") struct ExplanationTests {
  let test: TestVault
  var vault: Vault { test.vault }
  let anna = subject("anna")

  init() throws { test = try RetailVault.make() }

  private func sentences(_ request: Request) throws -> String {
    try vault.explain(anna, request).sentences().joined(separator: "\n")
  }

  @Test func aPermitNamesWhatItRestsOnAndWhatEndsIt() async throws {
    let consent = try await vault.grant(
      anna, .webForm("marketing.newsletter", end: .after(.days(30))))
    let explanation = try vault.explain(anna, .newsletter)
    #expect(explanation.decision == (try vault.check(anna, .newsletter)))
    #expect(explanation.decision.verdict == .permit)
    #expect(explanation.title == "Newsletter")
    let record = try #require(explanation.records.first)
    #expect(record.consent.id == consent.id && record.covers == ["contact.email"])
    #expect(record.given == RetailVault.noon && explanation.records.count == 1)
    // The quiet hours of Berlin come before the end.
    #expect(explanation.turn?.time == instant("2026-01-10T20:00:00Z"))
    #expect(explanation.turn?.codes == ["QUIET_HOURS"])
    let text = try sentences(.newsletter)
    #expect(
      text.contains("campaign-engine may use contact.email for marketing.newsletter, by email"))
    #expect(text.contains("Offers in your sizes and styles, at most once a week."))
    #expect(
      text.contains("rests on the consent \(consent.id), given by web-form on the notice "))
    #expect(text.contains("whoever uses it owes: unsubscribe-link"))
    #expect(text.contains("what ends it next, on 2026-01-10T20:00:00Z: QUIET_HOURS"))
  }

  @Test func aPermitWithoutContactRulesEndsWithItsPermission() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.styling", end: .after(.days(30))))
    let explanation = try vault.explain(anna, .styling)
    #expect(explanation.turn?.time == instant("2026-02-09T10:00:00Z"))
    #expect(explanation.turn?.codes == ["CONSENT_EXPIRED"])
    #expect(explanation.nextContact == nil)
  }

  @Test func whenTheCapIsReachedTheNextContactIsTold() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.newsletter"))
    #expect(try await vault.refusal(anna, .newsletter) == nil)
    test.clock.advance(by: .seconds(1))
    let explanation = try vault.explain(anna, .newsletter)
    #expect(explanation.decision.codes == ["CONTACT_TOO_SOON"])
    let next = try #require(explanation.nextContact)
    #expect(next == instant("2026-01-17T10:00:00Z"))
    #expect(explanation.nextContactLocal == "2026-01-17 11:00 Europe/Berlin")
    #expect(explanation.turn == Explanation.Turn(time: next, verdict: .permit, codes: []))
    // And so it is: not a millisecond before, and then.
    test.clock.set(to: next.backed(by: TimeSpan(milliseconds: 1) ?? .zero))
    #expect(try vault.check(anna, .newsletter).codes == ["CONTACT_TOO_SOON"])
    test.clock.set(to: next)
    #expect(try vault.check(anna, .newsletter).verdict == .permit)
  }

  @Test func aCapThatOpensAtNightOpensInTheMorning() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.sms-offers"))
    let request = Request(
      actor: "campaign-engine", purpose: "marketing.sms-offers", categories: ["contact.phone"],
      channel: "sms")
    // 29 March has an hour less: two contacts that day close the cap until 28 April.
    for time in ["2026-03-29T07:00:00Z", "2026-03-29T17:59:59.999Z"] {
      test.clock.set(to: instant(time))
      #expect(try await vault.refusal(anna, request) == nil)
    }
    let explanation = try vault.explain(anna, request)
    #expect(explanation.decision.codes == ["CONTACT_TOO_SOON"])
    #expect(explanation.nextContact == instant("2026-04-28T07:00:00Z"))
    test.clock.set(to: instant("2026-04-27T19:00:00Z"))
    #expect(
      try vault.explain(anna, request).decision.codes == ["CONTACT_TOO_SOON", "QUIET_HOURS"])
    #expect(try vault.explain(anna, request).nextContact == instant("2026-04-28T07:00:00Z"))
  }

  @Test func aDenialNamesTheWordThatStandsAgainstIt() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.newsletter"))
    test.clock.advance(by: .days(1))
    _ = try await vault.withdraw(anna, purpose: "marketing", scope: ScopeNames(channels: ["email"]))
    // Another no, of which nothing here is about.
    _ = try await vault.withdraw(anna, purpose: "feedback")
    let explanation = try vault.explain(anna, .newsletter)
    #expect(explanation.denials.map(\.purpose) == ["marketing"])
    #expect(explanation.denials.first?.eventTime == instant("2026-01-11T10:00:00Z"))
    #expect(explanation.turn == nil)
    let text = try sentences(.newsletter)
    #expect(
      text.contains(
        "the person's no of 2026-01-11T10:00:00Z (withdrawn) stands against it: purpose marketing; "
          + "channels email"))
    #expect(text.contains("time alone does not change the answer"))
  }

  @Test func everyReasonHasItsPlaceItsCategoriesAndWhatToDo() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.newsletter"))
    var request = Request.newsletter
    request.categories = ["contact.email", "health"]
    let explanation = try vault.explain(anna, request)
    #expect(explanation.concerned["NEVER:N1"] == ["health.allergy"])
    #expect(explanation.concerned["CATEGORY_NOT_ALLOWED"] == ["health.allergy"])
    let lines = explanation.sentences()
    for (code, key) in [("NEVER:N1", "217"), ("CATEGORY_NOT_ALLOWED", "96")] {
      let line = try #require(lines.first { $0.hasPrefix("\(code) for health.allergy: ") })
      #expect(line.contains("(policy.yaml:") && line.contains("; what to do: "), "\(key)")
    }
    #expect(lines.contains { $0.contains("Health data is never used for marketing") })
    // In partial mode the rest is released, and that is withheld.
    request.mode = .partial
    let partial = try vault.explain(anna, request)
    #expect(partial.decision.verdict == .permit)
    #expect(
      partial.sentences().contains { $0.hasPrefix("health.allergy is withheld, NEVER:N1: ") })
  }

  @Test func aConsentThatBeginsLaterPermitsFromThen() async throws {
    let ground = Ground(
      purpose: "service.fulfilment", reference: "r", end: .at(instant("2026-03-01T00:00:00Z")),
      from: instant("2026-02-01T00:00:00Z"))
    _ = try await vault.openGround(anna, ground)
    let request = Request(
      actor: "checkout", purpose: "service.fulfilment", categories: ["contact.email"],
      channel: "email")
    let explanation = try vault.explain(anna, request)
    #expect(explanation.decision.codes == ["GROUND_NOT_YET_VALID"])
    #expect(explanation.turn?.time == instant("2026-02-01T00:00:00Z"))
    #expect(
      try sentences(request).contains(
        "if nobody says anything else, it is permitted from 2026-02-01T00:00:00Z"))
  }

  @Test func anActorThatMayNotAskLearnsThatAlone() async throws {
    var request = Request.newsletter
    for actor in ["stylist", "nobody-known"] {
      request.actor = actor
      let stranger = try vault.explain(subject("never-seen-\(actor)"), request)
      _ = try await vault.grant(anna, .webForm("marketing.newsletter"))
      _ = try await vault.withdraw(anna, purpose: "marketing")
      let known = try vault.explain(anna, request)
      #expect(known.sentences() == stranger.sentences())
      #expect(
        known.decision.codes == [actor == "stylist" ? "ACTOR_NOT_PERMITTED" : "ACTOR_UNKNOWN"])
      #expect(known.records.isEmpty && known.denials.isEmpty && known.concerned.isEmpty)
      #expect(known.title == nil && known.nextContact == nil && known.turn == nil)
      #expect(known.sentences().count == 2)
    }
  }

  @Test func somebodyNeverSeenHasNoRecords() throws {
    let explanation = try vault.explain(anna, .styling)
    #expect(explanation.decision.codes == ["SUBJECT_UNKNOWN"])
    #expect(explanation.records.isEmpty && explanation.turn == nil)
  }

  @Test func aKeyOfAnotherPurposeSaysSoAndPromisesNothing() async throws {
    _ = try await vault.grant(anna, .webForm("marketing.newsletter"))
    _ = try await vault.issueKey(
      for: ["personalise.recommendations"], to: test.folder + "/other.key")
    let other = try test.open(unlockedBy: .keyFile(test.folder + "/other.key"))
    let explanation = try other.explain(anna, .newsletter)
    #expect(explanation.decision.codes == ["VAULT_LOCKED"] && explanation.turn == nil)
  }
}
