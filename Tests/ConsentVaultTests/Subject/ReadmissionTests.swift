import ConsentVaultTesting
import Testing
import VaultCrypto

@testable import ConsentVault

/// Whoever is readmitted after an erasure is somebody new, but for what they have refused.
@Suite struct ReadmissionTests {
  private static let fraud = Request(
    actor: "fraud-desk", purpose: "security.fraud", categories: ["contact.postal"])
  private static let evidence = SHA256.digest(of: Array("a form".utf8))

  @Test(arguments: [nil, "security.fraud", "security", "marketing.styling"])
  func whatWasRefusedSinceTheErasureStaysRefused(purpose: String?) async throws {
    let world = try await World()
    let vault = world.vault
    _ = try await vault.erase(world.anna)
    if let purpose {
      let said = try await vault.withdraw(world.anna, purpose: purpose)
      #expect(said.denial != nil && said.closed.isEmpty)
      // Twice is once.
      #expect(try await vault.withdraw(world.anna, purpose: purpose).denial == said.denial)
    }
    _ = try vault.verifyLedger()
    #expect(try vault.check(world.anna, Self.fraud).codes == ["SUBJECT_ERASED"])
    #expect(try await vault.erase(world.anna).changed == false)
    _ = try await vault.readmit(world.anna)
    _ = try await vault.openGround(
      world.anna, Ground(purpose: "security.fraud", reference: "f-1", end: .after(.days(3))))
    let answer = try vault.check(world.anna, Self.fraud)
    let isRefused = purpose?.hasPrefix("security") == true
    #expect(answer.codes == (isRefused ? ["DENIED_BY_SUBJECT"] : []))
    _ = try vault.verifyLedger()
    // Of the next one who has the id it is not known.
    _ = try await vault.erase(world.anna)
    _ = try await vault.readmit(world.anna)
    _ = try await vault.openGround(
      world.anna, Ground(purpose: "security.fraud", reference: "f-2", end: .after(.days(3))))
    #expect(try vault.check(world.anna, Self.fraud).verdict == .permit)
  }

  @Test func aLaterYesAnswersWhatWasRefusedSinceTheErasure() async throws {
    let world = try await World()
    let vault = world.vault
    _ = try await vault.erase(world.anna)
    _ = try await vault.refuse(world.anna, purpose: nil)
    world.test.clock.advance(by: .seconds(60))
    _ = try await vault.readmit(world.anna)
    #expect(
      try vault.check(world.anna, .styling).codes == ["CONSENT_MISSING", "DENIED_BY_SUBJECT"])
    world.test.clock.advance(by: .seconds(60))
    _ = try await vault.grant(world.anna, .webForm("marketing.styling"))
    #expect(try vault.check(world.anna, .styling).verdict == .permit)
  }

  @Test func aTombstoneThatIsPutBackIsNoticed() async throws {
    let world = try await World()
    _ = try await world.vault.erase(world.anna)
    let raw = try world.test.raw()
    let before = try #require(
      try raw.run("SELECT tag, state FROM subject WHERE wrapped IS NULL").first)
    _ = try await world.vault.refuse(world.anna, purpose: nil)
    _ = try world.vault.verifyLedger()
    _ = try raw.run("UPDATE subject SET state=? WHERE tag=?", before[1], before[0])
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func aYesFromBeforeTheErasureDoesNotCount() async throws {
    let world = try await World()
    let vault = world.vault
    let said = world.test.clock.now()
    world.test.clock.advance(by: .days(1))
    let erased = world.test.clock.now()
    _ = try await vault.erase(world.anna)
    world.test.clock.advance(by: .days(1))
    let since = world.test.clock.now()
    world.test.clock.advance(by: .days(1))
    _ = try await vault.readmit(world.anna)
    for (time, isRefused) in [(said, true), (erased, true), (since, false)] {
      var grant = Grant.webForm("marketing.styling")
      grant.eventTime = time
      var row = ImportedRow(subject: world.anna, source: "line 1")
      row.grants = [grant]
      row.values = [NewValue(category: "preference.style", bytes: Array("old".utf8))]
      grant.evidence = Self.evidence
      let given = grant
      #expect(
        await code { _ = try await vault.grant(world.anna, given) }
          == (isRefused ? "CONSENT_BEFORE_ERASURE" : nil))
      let taken = try await vault.importRows([row]).outcomes[0]
      #expect(taken.granted == 0 && taken.unchanged == 1)
      #expect(taken.values == (isRefused ? 0 : 1))
      #expect(try vault.check(world.anna, .styling).verdict == (isRefused ? .deny : .permit))
      _ = try vault.verifyLedger()
    }
  }

  @Test func anImportRecordsWhatTheErasedRefuseOnce() async throws {
    let world = try await World()
    let vault = world.vault
    _ = try await vault.erase(world.anna)
    var row = ImportedRow(subject: world.anna, source: "line 1")
    row.refusals = [.init(purpose: "marketing.styling", eventTime: world.test.clock.now())]
    for isFirst in [true, false] {
      let taken = try await vault.importRows([row]).outcomes[0]
      #expect(taken.refused == (isFirst ? 1 : 0) && taken.unchanged == (isFirst ? 0 : 1))
    }
    _ = try await vault.readmit(world.anna)
    #expect(try vault.check(world.anna, .styling).codes.contains("DENIED_BY_SUBJECT"))
  }
}
