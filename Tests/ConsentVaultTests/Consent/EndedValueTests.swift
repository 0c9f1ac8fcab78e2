import ConsentVaultTesting
import Testing

@testable import ConsentVault

/// What a permission no longer holds is gone, whether a sweep has come by or not.
@Suite struct EndedValueTests {
  private static let mail = Request(
    actor: "stylist", purpose: "marketing.styling", categories: ["contact.email"],
    channel: "in-app")
  private static let told = [
    NewValue(category: "contact.email", bytes: Array("a@shop.example".utf8))
  ]

  enum End: CaseIterable { case withdrawn, revoked, expired }

  /// A vault with somebody who told the panel a mail address.
  private func world() async throws -> (test: TestVault, anna: SubjectID) {
    let test = try RetailVault.make()
    let anna = subject("anna")
    _ = try await test.vault.grant(
      anna, .webForm("marketing-research.panel", end: .after(.days(1))))
    _ = try await test.vault.put(anna, Self.told)
    test.clock.advance(by: .seconds(60))
    return (test, anna)
  }

  @Test(arguments: End.allCases, [false, true])
  func aNewConsentDoesNotReviveIt(_ end: End, isSwept: Bool) async throws {
    let (test, anna) = try await world()
    switch end {
    case .withdrawn: _ = try await test.vault.withdraw(anna, purpose: nil)
    case .revoked:
      _ = try await test.vault.revoke(anna, purpose: "marketing-research.panel", reason: "over")
    case .expired: test.clock.advance(by: .days(2))
    }
    test.clock.advance(by: .seconds(60))
    if isSwept { #expect(try await test.vault.sweep().erasedValues == 1) }
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(try await test.vault.texts(anna, Self.mail) == [:])
    #expect(try test.vault.report(on: anna).values.isEmpty)
    #expect(try await test.vault.sweep().erasedValues == 0)
    _ = try test.vault.verifyLedger()
  }

  @Test func aNewConsentLeavesWhatAnotherHolds() async throws {
    let (test, anna) = try await world()
    _ = try await test.vault.grant(anna, .webForm("marketing.newsletter"))
    test.clock.advance(by: .days(2))
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(
      try await test.vault.texts(anna, Self.mail) == ["contact.email": "a@shop.example"])
    _ = try test.vault.verifyLedger()
  }

  @Test(arguments: [false, true])
  func aRenewalDoesNotReviveIt(isSwept: Bool) async throws {
    let test = try RetailVault.make()
    let anna = subject("anna")
    let consent = try await test.vault.grant(
      anna, .webForm("marketing.styling", end: .after(.days(1))))
    _ = try await test.vault.put(anna, Self.told)
    test.clock.advance(by: .days(2))
    if isSwept { _ = try await test.vault.sweep() }
    _ = try await test.vault.renew(
      consent.id, end: .longest, notice: "marketing-styling.en", method: "web-form")
    #expect(try await test.vault.texts(anna, Self.mail) == [:])
    _ = try test.vault.verifyLedger()
  }

  @Test func aGroundDoesNotReviveIt() async throws {
    let (test, anna) = try await world()
    _ = try await test.vault.withdraw(anna, purpose: nil)
    _ = try await test.vault.openGround(
      anna, Ground(purpose: "service.fulfilment", reference: "o-1", end: .after(.days(3))))
    #expect(try test.vault.report(on: anna).values.isEmpty)
  }

  @Test func nothingIsErasedWhileTheClockCannotBeBelieved() async throws {
    let (test, anna) = try await world()
    test.clock.advance(by: .days(3_000))
    _ = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(try test.vault.report(on: anna).values.count == 1)
  }

  /// A word dated ahead acts at once, and so does what follows from it.
  @Test(arguments: [false, true])
  func anEndDatedAheadHoldsNothingLonger(byCompany: Bool) async throws {
    let test = try RetailVault.make()
    let anna = subject("anna")
    let consent = try await test.vault.grant(anna, .webForm("marketing.styling"))
    _ = try await test.vault.put(anna, Self.told)
    test.clock.advance(by: .seconds(60))
    let ahead = instant("2050-01-01T00:00:00Z")
    if byCompany {
      _ = try await test.vault.revoke(
        anna, purpose: "marketing.styling", reason: "over", eventTime: ahead)
    } else {
      _ = try await test.vault.withdraw(anna, consent: consent.id, eventTime: ahead)
    }
    #expect(try await test.vault.sweep().erasedValues == 1)
    #expect(try test.vault.check(anna, Self.mail).verdict == .deny)
  }
}
