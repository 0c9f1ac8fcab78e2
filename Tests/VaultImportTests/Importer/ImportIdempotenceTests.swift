import ConsentVault
import ConsentVaultTesting
import Testing
import VaultImport
import VaultModel

@Suite struct ImportIdempotenceTests {
  let home: ImportVault
  var vault: Vault { home.vault }

  init() throws { home = try ImportVault() }

  private func importTwice(_ rows: [String]) async throws {
    _ = try await home.run(rows)
    let size = try home.ledgerSize
    home.test.clock.advance(by: .days(1))
    let again = try await home.run(rows)
    #expect(try home.ledgerSize == size)
    #expect(again.changedRows == 0)
    #expect([again.granted, again.refused, again.grounds, again.values] == [0, 0, 0, 0])
  }

  @Test func aRowBringsItsPermissionsAndThenItsValues() async throws {
    let report = try await home.run([ImportVault.ada])
    #expect([report.rows, report.subjects, report.granted, report.grounds] == [1, 1, 1, 1])
    #expect([report.values, report.rejected, report.unchanged] == [5, 0, 0])
    #expect(report.isComplete && report.lastLine == 2)
    #expect(
      try home.values("A") == [
        "contact.email/", "contact.name/", "preference.interest/0", "preference.interest/1",
        "preference.size/",
      ])
    let known = try home.report("A")
    #expect(known.consents.map(\.from) == [time("2026-10-02T09:00:00Z")])
    #expect(known.consents.map(\.until) == [time("2027-10-02T09:00:00Z")])
    #expect(known.grounds.map(\.from) == [ImportVault.noon])
    let source = try #require(known.consents.first?.detail?.source)
    #expect(source.contains("line 2 ") && source.contains("map sha256:"))
  }

  @Test func theSameFileAgainChangesNothing() async throws {
    try await importTwice([
      ImportVault.ada, ImportVault.row("B", newsletter: "no", sms: "yes"), ImportVault.row("C"),
    ])
  }

  @Test func aSubjectOfSeveralRowsIsImportedOnce() async throws {
    try await importTwice([
      ImportVault.ada,
      ImportVault.row("A", size: "L", order: "O-2", updated: "2026-10-03T09:00:00Z"),
    ])
    #expect(try home.report("A").grounds.count == 2)
  }

  @Test func anOlderValueDoesNotTakeTheNewersPlace() async throws {
    _ = try await home.run([
      ImportVault.row("A", interests: "jazz", newsletter: "yes", updated: "2026-10-09T00:00:00Z")
    ])
    let size = try home.ledgerSize
    let report = try await home.run([ImportVault.ada])
    #expect([report.values, report.unchanged] == [0, 7])
    #expect(try home.ledgerSize == size)
    #expect(try !home.values("A").contains("preference.interest/1"))
    #expect(try home.report("A").values.first { $0.category == "preference.size" }?.version == 1)
  }

  @Test func aListThatShrinksLosesItsRest() async throws {
    _ = try await home.run([ImportVault.ada])
    let newer = ImportVault.row(
      "A", interests: "golf", newsletter: "yes", updated: "2026-10-20T00:00:00Z")
    let report = try await home.run([newer])
    #expect(report.changedRows == 1)
    #expect(try !home.values("A").contains("preference.interest/1"))
    try await importTwice([newer])
  }

  @Test func aBlankCellErasesNothing() async throws {
    _ = try await home.run([ImportVault.ada])
    let values = try home.values("A")
    let blank = "A,,,,,,,,,"
    let report = try await home.run([blank])
    #expect(report.unchangedRows == 1 && report.rejected == 0)
    #expect(try home.values("A") == values)
    #expect(try home.report("A").consents.map(\.state) == ["given"])
  }

  @Test func aWithdrawnConsentIsNotRevived() async throws {
    _ = try await home.run([ImportVault.ada])
    _ = try await vault.withdraw(id("A"), purpose: "marketing.newsletter")
    try await importTwice([ImportVault.ada])
    #expect(try home.report("A").consents.map(\.state) == ["withdrawn"])
  }

  @Test func aRevokedConsentIsNotRevivedEvenIfItWasRenewed() async throws {
    _ = try await home.run([ImportVault.ada])
    let consent = try #require(try home.report("A").consents.first)
    home.test.clock.advance(by: .days(2))
    _ = try await vault.renew(
      consent.id, end: .longest, notice: "marketing-newsletter.en", method: "web-form")
    // The company's word denies nothing: only the record's identity keeps the old row from coming back.
    _ = try await vault.revoke(id("A"), purpose: "marketing.newsletter", reason: "moved away")
    try await importTwice([ImportVault.ada])
    #expect(try home.report("A").consents.map(\.state) == ["revoked"])
  }

  @Test func aClosedGroundIsNotOpenedAgain() async throws {
    _ = try await home.run([ImportVault.ada])
    let ground = try #require(try home.report("A").grounds.first)
    _ = try await vault.closeGround(ground.id)
    let report = try await home.run([ImportVault.ada])
    #expect(report.grounds == 0)
    #expect(try home.report("A").grounds.map(\.state) == ["closed"])
  }

  @Test func anErasedSubjectIsNotTakenUpAgain() async throws {
    _ = try await home.run([ImportVault.ada])
    _ = try await vault.erase(id("A"))
    let size = try home.ledgerSize
    #expect(try await home.rejects(of: [ImportVault.ada]) == ["2:SUBJECT_ERASED"])
    #expect(try home.ledgerSize == size)
  }

  @Test func anOlderYesDoesNotOvercomeALaterNo() async throws {
    _ = try await vault.refuse(
      id("A"), purpose: "marketing", eventTime: time("2026-10-20T00:00:00Z"))
    let report = try await home.run([ImportVault.ada])
    #expect(report.granted == 0)
    #expect([report.unchanged, report.values, report.rejected] == [1, 2, 2])
    #expect(try home.report("A").consents.isEmpty)
  }

  @Test func anOlderNoDoesNotOvercomeALaterYes() async throws {
    let no = ImportVault.row("A", newsletter: "no")
    _ = try await home.run([no])
    _ = try await vault.grant(
      id("A"),
      Grant(
        purpose: "marketing.newsletter", notice: "marketing-newsletter.en", method: "web-form"))
    try await importTwice([no])
    #expect(try home.report("A").consents.map(\.state).contains("given"))
  }
}
