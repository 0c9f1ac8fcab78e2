import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger

/// A "no" of the subject: always accepted, kept, and stronger than an earlier yes.
@Suite struct DenialTests {
  private let anna = subject("anna")

  @Test func aNoOfSomebodyUnknownIsKeptAndOutlivesAnEarlierYes() async throws {
    let test = try RetailVault.make()
    let kept = try await test.vault.withdraw(anna, purpose: nil)
    #expect(kept.denial != nil && kept.leaf != nil && kept.closed.isEmpty)
    // A tie is a no.
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(try test.vault.check(anna, .styling).codes.contains("DENIED_BY_SUBJECT"))
    test.clock.advance(by: .seconds(1))
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(try test.vault.check(anna, .styling).verdict == .permit)
  }

  @Test func aNoOfSomebodyErasedIsAccepted() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    _ = try await test.vault.erase(anna)
    let kept = try await test.vault.withdraw(anna, purpose: "marketing.styling")
    #expect(kept.leaf != nil)
    #expect(try test.vault.check(anna, .styling).codes == ["SUBJECT_ERASED"])
  }

  @Test func aNoOfSomebodyRestrictedIsAccepted() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    _ = try await test.vault.restrict(anna)
    let kept = try await test.vault.refuse(anna, purpose: "marketing.styling")
    #expect(kept.closed.count == 1)
    _ = try await test.vault.unrestrict(anna)
    #expect(try test.vault.check(anna, .styling).codes == ["CONSENT_WITHDRAWN"])
  }

  @Test func onlyAnUnknownNameStopsANo() async throws {
    let test = try RetailVault.make()
    func withdraw(_ purpose: String?, _ scope: ScopeNames = ScopeNames()) async -> String? {
      await code { _ = try await test.vault.withdraw(anna, purpose: purpose, scope: scope) }
    }
    #expect(await withdraw("marketing.news") == "PURPOSE_UNKNOWN")
    #expect(await withdraw("marketing", ScopeNames(channels: ["fax"])) == "CHANNEL_UNKNOWN")
    #expect(await withdraw(nil, ScopeNames(categories: ["shoe"])) == "CATEGORY_UNKNOWN")
    #expect(await withdraw("marketing") == nil)
    #expect(await withdraw("service.returns") == nil)
  }

  @Test func withdrawingTwiceIsWithdrawingOnce() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    let first = try await test.vault.withdraw(anna, purpose: "marketing.styling")
    #expect(first.closed.count == 1)
    let decision = try test.vault.check(anna, .styling)
    let second = try await test.vault.withdraw(anna, purpose: "marketing.styling")
    #expect(second.closed.isEmpty && second.denial == first.denial)
    #expect(try test.vault.check(anna, .styling).codes == decision.codes)
    #expect(try test.vault.report(on: anna).denials.count == 1)
  }

  @Test func withdrawingEverythingClosesEveryConsentPurpose() async throws {
    let test = try RetailVault.make()
    let purposes = [
      "marketing.newsletter", "marketing.styling", "personalise.recommendations",
      "feedback.survey", "share.partner-events",
    ]
    for purpose in purposes { _ = try await test.vault.grant(anna, .webForm(purpose)) }
    _ = try await test.vault.openGround(
      anna, Ground(purpose: "service.returns", reference: "order 1", end: .after(.days(9))))
    let done = try await test.vault.withdraw(anna, purpose: nil)
    #expect(done.closed.count == purposes.count)
    for request in [Request.styling, .sizes, .newsletter] {
      #expect(try test.vault.check(anna, request).codes == ["CONSENT_WITHDRAWN"])
    }
    // A contract is not the subject's to stop.
    let contract = Request(
      actor: "support-desk", purpose: "service.returns", categories: ["contact.postal"])
    #expect(try test.vault.check(anna, contract).verdict == .permit)
  }

  @Test func aNoThatNamesOneChannelLeavesTheOthers() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    let some = try await test.vault.withdraw(
      anna, purpose: "marketing", scope: ScopeNames(channels: ["email"]))
    #expect(some.closed.isEmpty)
    #expect(try test.vault.check(anna, .styling).verdict == .permit)
    var byMail = Request.styling
    byMail.channel = "email"
    #expect(
      try test.vault.check(anna, byMail).codes == ["CONSENT_WITHDRAWN", "DENIED_BY_SUBJECT"])
    // The rest of it closes the record.
    let rest = try await test.vault.withdraw(
      anna, purpose: "marketing", scope: ScopeNames(channels: ["in-app"]))
    #expect(rest.closed.count == 1)
  }

  @Test func aReasonOfThePersonStaysInTheLeafAndOfSomebodyErasedNowhere() async throws {
    let test = try RetailVault.make()
    let styling = try await test.vault.grant(anna, .webForm("marketing.styling"))
    _ = try await test.vault.withdraw(anna, consent: styling.id, reason: "too loud")
    _ = try await test.vault.withdraw(anna, purpose: nil, reason: "too many")
    _ = try await test.vault.withdraw(anna, purpose: nil)
    let told = try await test.vault.history(of: anna).suffix(3).map { $0.detail?.text }
    #expect(told == ["too loud", "too many", nil])
    _ = try await test.vault.erase(anna)
    let leaf = try await test.vault.withdraw(anna, purpose: nil, reason: "gone").leaf
    let last = try test.vault.ledger(from: try #require(leaf), limit: 1).first
    #expect(last?.type == "denial recorded" && last?.detail?.text == nil)
  }

  @Test func aRevocationByTheCompanyDeniesNothing() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    let done = try await test.vault.revoke(anna, purpose: "marketing", reason: "moved")
    #expect(done.closed.count == 1 && done.denial == nil)
    #expect(try test.vault.check(anna, .styling).codes == ["CONSENT_REVOKED"])
    // At the same instant, a new yes opens again.
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(try test.vault.check(anna, .styling).verdict == .permit)
    let again = try await test.vault.revoke(
      subject("nobody"), purpose: "marketing", reason: "moved")
    #expect(again.leaf == nil)
  }

  @Test func aRevocationOfOneConsentTellsItsPurpose() async throws {
    let test = try RetailVault.make()
    let styling = try await test.vault.grant(anna, .webForm("marketing.styling"))
    let kept = try await test.vault.grant(anna, .webForm("personalise.recommendations"))
    let done = try await test.vault.revoke(
      anna, purpose: nil, consent: styling.id, reason: "moved")
    #expect(done.closed == [styling.id] && done.purpose == "marketing.styling")
    #expect(try await test.vault.history(of: anna).last?.purpose == "marketing.styling")
    #expect(try test.vault.permission(kept.id).consent.state == "given")
    // What takes everything back still says so.
    let rest = try await test.vault.revoke(anna, purpose: nil, reason: "moved")
    #expect(rest.closed == [kept.id] && rest.purpose == nil)
    #expect(try await test.vault.history(of: anna).last?.purpose == "*")
  }
}
