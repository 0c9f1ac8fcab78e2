import ConsentVaultTesting
import Testing
import VaultModel

@testable import ConsentVault

/// Reports over worlds of which everything is known.
@Suite struct OutcomeReports {
  private let test: TestVault
  private let anna = subject("anna")
  private let ben = subject("ben")

  init() throws { test = try RetailVault.make() }

  private var vault: Vault { test.vault }

  private func grant(_ id: SubjectID, _ purpose: String = "personalise.recommendations")
    async throws
  {
    _ = try await vault.grant(id, .webForm(purpose, end: .after(.days(170))))
  }

  @Test func anEmptyVaultHasNothingToTell() throws {
    let report = try vault.outcomeReport()
    #expect(report.permitted == 0 && report.denied == 0 && report.reasons.isEmpty)
    #expect(report.closing.count == 0 && report.closing.median == nil)
    #expect(report.ages.isEmpty && report.uses.isEmpty && report.overdue.subjects == 0)
    #expect(report.until.since(report.since) == .days(90))
    #expect(report.controller == "Example Retail Ltd")
  }

  @Test func aNoCountsFromWhenItWasSaid() async throws {
    for (id, hours) in [(anna, 0), (ben, 2), (subject("cleo"), 50)] as [(SubjectID, Int64)] {
      try await grant(id)
      test.clock.advance(by: .days(3))
      let said = test.clock.now().backed(by: .seconds(hours * 3_600))
      _ = try await vault.withdraw(id, purpose: nil, eventTime: said)
    }
    // A no that closes nothing took no time.
    _ = try await vault.refuse(subject("dora"), purpose: nil)
    let closing = try vault.outcomeReport().closing
    #expect(closing.count == 3 && closing.median == .seconds(7_200))
    #expect(closing.percentile95 == .seconds(180_000) && closing.longest == .seconds(180_000))
  }

  @Test func whatIsNobodysIsCountedUnderANewRootToo() async throws {
    try await grant(anna)
    _ = try await vault.openRequest(of: anna, .erasure)
    test.clock.advance(by: .days(2))
    _ = try await vault.erase(anna)
    #expect(try await vault.refusal(ben, .sizes) == ["SUBJECT_UNKNOWN"])
    let before = try vault.outcomeReport()
    _ = try await vault.rotateRoot(unlockedBy: .keyFile(test.keyFile))
    let after = try test.open().outcomeReport()
    #expect(after.erasing == before.erasing && after.erasing.count == 1)
    #expect(after.reasons == before.reasons && after.reasons.count == 1)
    #expect(after.forgottenDenials == 0)
  }

  @Test func accessesAreCountedByReasonBasisAndWeek() async throws {
    try await grant(anna)
    _ = try await vault.openGround(
      anna, Ground(purpose: "service.fulfilment", reference: "7", end: .after(.days(30))))
    let order = Request(
      actor: "checkout", purpose: "service.fulfilment", categories: ["contact.postal"],
      channel: "email")
    for _ in 0..<3 { #expect(try await vault.refusal(anna, .sizes) == nil) }
    #expect(try await vault.refusal(anna, order) == nil)
    test.clock.advance(by: .days(7))
    for _ in 0..<2 { #expect(try await vault.refusal(ben, .sizes) == ["SUBJECT_UNKNOWN"]) }
    #expect(try await vault.refusal(anna, .styling) == ["CONSENT_MISSING"])
    let report = try vault.outcomeReport(since: RetailVault.noon.backed(by: .days(1)))
    #expect(report.weeks.map(\.permitted) == [4, 0] && report.weeks.map(\.denied) == [0, 3])
    #expect(
      report.weeks.map(\.start) == [
        instant("2026-01-05T00:00:00Z"), instant("2026-01-12T00:00:00Z"),
      ])
    #expect(report.weeks.map(\.given) == [1, 0])
    #expect(
      report.reasons == [
        OutcomeReport.Reason(code: "SUBJECT_UNKNOWN", count: 2),
        OutcomeReport.Reason(code: "CONSENT_MISSING", count: 1),
      ])
    #expect(
      report.uses == [
        OutcomeReport.Uses(basis: .consent, count: 3),
        OutcomeReport.Uses(basis: .contract, count: 1),
      ])
  }

  @Test func permissionsInForceAreToldByAge() async throws {
    try await grant(anna)
    test.clock.advance(by: .days(100))
    try await grant(ben)
    try await grant(subject("cleo"), "marketing.styling")
    _ = try await vault.withdraw(subject("cleo"), purpose: nil)
    #expect(
      try vault.outcomeReport().ages == [
        OutcomeReport.Ages(purpose: "personalise.recommendations", counts: [1, 0, 1, 0, 0])
      ])
    // What is past its end is in force no more, swept or not.
    test.clock.advance(by: .days(110))
    let report = try vault.outcomeReport()
    #expect(report.ages.map(\.counts) == [[0, 0, 1, 0, 0]])
    #expect(report.overdue.subjects == 2 && report.overdue.lag == .days(110))
  }

  @Test func requestsAreToldByWhetherTheAnswerCameInTime() async throws {
    try await grant(anna)
    let prompt = try await vault.openRequest(of: anna, .access)
    let late = try await vault.openRequest(of: anna, .access)
    _ = try await vault.answerRequest(prompt.request.id)
    test.clock.advance(by: .days(40))
    _ = try await vault.answerRequest(late.request.id)
    _ = try await vault.openRequest(of: anna, .access)
    let overdue = try await vault.openRequest(
      of: anna, .portability, received: test.clock.now().backed(by: .days(35)))
    #expect(overdue.request.isOverdue(at: test.clock.now()))
    let requests = try vault.outcomeReport().requests
    #expect(requests.answeredInTime == 1 && requests.answeredLate == 1)
    #expect(requests.open == 1 && requests.overdue == 1)
    #expect(requests.refusedInTime == 0 && requests.refusedLate == 0)
  }

  @Test func anErasureCountsFromItsRequestAndHidesReasonsFromThen() async throws {
    try await grant(anna)
    #expect(try await vault.refusal(anna, .styling) != nil)
    _ = try await vault.openRequest(of: anna, .erasure)
    test.clock.advance(by: .days(2))
    _ = try await vault.erase(anna)
    let report = try vault.outcomeReport()
    #expect(report.erasures == 1 && report.erasing.count == 1)
    #expect(report.erasing.median == .days(2))
    #expect(report.denied == 1 && report.forgottenDenials == 1 && report.reasons.isEmpty)
  }

  @Test func whatIsOutsideThePeriodIsLeftOut() async throws {
    #expect(try await vault.refusal(ben, .sizes) != nil)
    test.clock.advance(by: .days(10))
    let start = test.clock.now()
    #expect(try await vault.refusal(ben, .sizes) != nil)
    #expect(try vault.outcomeReport().denied == 2)
    #expect(try vault.outcomeReport(since: start).denied == 1)
    #expect(try vault.outcomeReport(until: start).denied == 1)
  }

  @Test func aPeriodThatIsNoneIsRefused() async throws {
    for (since, until) in [
      (RetailVault.noon, RetailVault.noon), (instant("1990-01-01T00:00:00Z"), RetailVault.noon),
      (instant("2027-01-01T00:00:00Z"), RetailVault.noon),
    ] {
      #expect(
        await code { _ = try vault.outcomeReport(since: since, until: until) } == "PERIOD_INVALID")
    }
  }

  @Test func aPurposesKeyDoesNotReport() async throws {
    let path = test.folder + "/purpose.key"
    _ = try await vault.issueKey(for: ["marketing.styling"], to: path)
    let other = try test.open(unlockedBy: .keyFile(path))
    #expect(await code { _ = try other.outcomeReport() } == "OWNER_KEY_NEEDED")
  }

  // Nearest ranks, by hand.
  @Test func durationsKeepTheirRanks() {
    var tally = DurationTally()
    for seconds in 1...100 { tally.add(.seconds(Int64(seconds))) }
    #expect(tally.durations.median == .seconds(50))
    #expect(tally.durations.percentile95 == .seconds(95))
    tally.add(.days(9))
    #expect(tally.durations.longest == .days(9) && tally.durations.count == 101)
  }
}
