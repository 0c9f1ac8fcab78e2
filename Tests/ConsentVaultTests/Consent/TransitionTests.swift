import ConsentVault
import ConsentVaultTesting
import Testing

/// The changes of a consent's record that are illegal by name, each with the
/// legal change beside it.
@Suite struct TransitionTests {
  private let anna = subject("anna")
  private let purpose = "personalise.recommendations"
  private let notice = "personalise-recommendations.en"

  private func renew(_ test: TestVault, _ id: Identifier, _ end: Grant.End = .after(.days(50)))
    async -> String?
  {
    await code {
      _ = try await test.vault.renew(id, end: end, notice: notice, method: "web-form")
    }
  }

  /// A vault in which Anna has said yes, and the id of the record.
  private func given() async throws -> (TestVault, Identifier) {
    let test = try RetailVault.make()
    let consent = try await test.vault.grant(anna, .webForm(purpose, end: .after(.days(10))))
    test.clock.advance(by: .days(1))
    return (test, consent.id)
  }

  @Test func aGivenRecordIsRenewedAndKeepsItsId() async throws {
    let (test, id) = try await given()
    let renewed = try await test.vault.renew(
      id, end: .after(.days(100)), notice: notice, method: "web-form")
    #expect(renewed.id == id && renewed.version == 2)
    test.clock.advance(by: .days(20))
    #expect(try test.vault.check(anna, .sizes).verdict == .permit)
  }

  @Test func anExpiredRecordIsRenewedSweptOrNot() async throws {
    for isSwept in [false, true] {
      let (test, id) = try await given()
      test.clock.advance(by: .days(9))
      if isSwept { _ = try await test.vault.sweep(confirmed) }
      #expect(try test.vault.check(anna, .sizes).codes == ["CONSENT_EXPIRED"])
      #expect(await renew(test, id) == nil)
      #expect(try test.vault.check(anna, .sizes).verdict == .permit)
    }
  }

  private var confirmed: SweepOptions {
    var options = SweepOptions()
    options.confirmsClock = true
    return options
  }

  @Test func aRenewalNeedsAnEndOfItsOwn() async throws {
    let (test, id) = try await given()
    let until = try #require(RetailVault.noon.advanced(by: .days(10)))
    #expect(await renew(test, id, .at(until)) == "END_UNCHANGED")
    #expect(await renew(test, id, .at(try #require(until.advanced(by: .seconds(1))))) == nil)
  }

  @Test func whatWasWithdrawnIsNeverGivenAgainOnTheSameRecord() async throws {
    let (test, id) = try await given()
    _ = try await test.vault.withdraw(anna, purpose: purpose)
    #expect(await renew(test, id) == "ILLEGAL_TRANSITION")
    #expect(try test.vault.check(anna, .sizes).codes == ["CONSENT_WITHDRAWN"])
    test.clock.advance(by: .seconds(1))
    let fresh = try await test.vault.grant(anna, .webForm(purpose))
    #expect(fresh.id != id)
    #expect(try test.vault.check(anna, .sizes).verdict == .permit)
  }

  @Test func whatWasRefusedIsNeverGivenOnTheSameRecord() async throws {
    let test = try RetailVault.make()
    let asked = try await test.vault.request(anna, purpose: purpose, notice: notice)
    _ = try await test.vault.refuse(anna, purpose: purpose)
    #expect(try test.vault.permission(asked.id).consent.state == "refused")
    #expect(await renew(test, asked.id) == "ILLEGAL_TRANSITION")
    test.clock.advance(by: .seconds(1))
    #expect(try await test.vault.grant(anna, .webForm(purpose)).id != asked.id)
  }

  @Test func whatWasRevokedOrInvalidatedStaysSo() async throws {
    for state in ["revoked", "invalidated"] {
      let (test, id) = try await given()
      if state == "revoked" {
        _ = try await test.vault.revoke(anna, purpose: purpose, reason: "closed")
      } else {
        _ = try await test.vault.invalidate(id, finding: "DPO 12")
      }
      #expect(try test.vault.permission(id).consent.state == state)
      #expect(await renew(test, id) == "ILLEGAL_TRANSITION")
      #expect(try test.vault.check(anna, .sizes).verdict == .deny)
    }
  }

  @Test func aFindingHasAReference() async throws {
    let (test, id) = try await given()
    #expect(
      await code { _ = try await test.vault.invalidate(id, finding: "") } == "REFERENCE_MISSING")
    #expect(try test.vault.permission(id).consent.state == "given")
    #expect(try await test.vault.invalidate(id, finding: "DPO 12").state == "invalidated")
  }

  @Test func theClockNeverGivesAConsent() async throws {
    let (test, _) = try await given()
    test.clock.advance(by: .days(9))
    #expect(try await test.vault.refusal(anna, .sizes) == ["CONSENT_EXPIRED"])
    test.clock.turnBack(by: .seconds(4))
    #expect(try test.vault.check(anna, .sizes).codes == ["CONSENT_EXPIRED"])
    test.clock.turnBack(by: .days(5))
    #expect(try test.vault.check(anna, .sizes).codes.contains("CLOCK_UNTRUSTED"))
    #expect(try test.vault.check(anna, .sizes).verdict == .deny)
  }

  @Test func askingOpensNothingAndTheAnswerIsTheSameRecord() async throws {
    let test = try RetailVault.make()
    let asked = try await test.vault.request(anna, purpose: purpose, notice: notice)
    #expect(asked.state == "requested")
    #expect(try test.vault.check(anna, .sizes).codes == ["CONSENT_MISSING"])
    _ = try await test.vault.dismiss(asked.id)
    #expect(try test.vault.permission(asked.id).consent.state == "requested")
    let given = try await test.vault.grant(anna, .webForm(purpose))
    #expect(given.id == asked.id)
    #expect(try test.vault.check(anna, .sizes).verdict == .permit)
    #expect(
      await code { _ = try await test.vault.dismiss(asked.id) } == "ILLEGAL_TRANSITION")
  }

  @Test func aClosedRecordIsClosedOnce() async throws {
    let (test, id) = try await given()
    _ = try await test.vault.withdraw(anna, purpose: purpose)
    #expect(
      await code { _ = try await test.vault.revoke(anna, purpose: nil, consent: id, reason: "x") }
        == "ILLEGAL_TRANSITION")
    #expect(
      await code { _ = try await test.vault.invalidate(id, finding: "x") } == "ILLEGAL_TRANSITION")
    let ground = try await test.vault.openGround(
      anna, Ground(purpose: "service.returns", reference: "order 1", end: .after(.days(9))))
    _ = try await test.vault.closeGround(ground.id)
    #expect(
      await code { _ = try await test.vault.closeGround(ground.id) } == "ILLEGAL_TRANSITION")
    #expect(await code { _ = try await test.vault.closeGround(id) } == "PERMISSION_UNKNOWN")
    #expect(await renew(test, ground.id) == "PERMISSION_UNKNOWN")
  }
}
