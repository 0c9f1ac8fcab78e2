import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

@testable import ConsentVault

/// What a candidate would have made of decisions that the ledger holds.
@Suite("The impact on past decisions") struct PastImpactTests {
  let test: TestVault
  let anna = SmallShop.people[0]
  let news = Request(
    actor: "a", purpose: "news", categories: ["data.x"], channel: "email")
  let health = Request(actor: "a", purpose: "health", categories: ["data.x"])

  init() async throws {
    test = try SmallShop.make()
    _ = try await test.vault.grant(
      anna, SmallShop.grant("news", ScopeNames(categories: ["data.x"])))
  }

  private func past(
    _ purpose: String, _ change: (inout Policy) -> Void
  ) throws -> ImpactReport.Past? {
    try test.vault.impact(of: SmallShop.candidate(change)).past.first { $0.purpose == purpose }
  }

  private func ask(_ request: Request, _ count: Int = 1) async throws {
    for _ in 0..<count { _ = try await test.vault.refusal(anna, request) }
  }

  @Test func aReleaseThatThePolicyWouldForbidIsCounted() async throws {
    try await ask(news, 3)
    let count = try #require(try past("news") { $0.edit("news") { $0.actors = ["b"] } })
    #expect(count.newlyDenied == 3 && count.newlyPermitted == 0 && count.undetermined == 0)
    #expect(count.codes == ["ACTOR_NOT_PERMITTED": 3])
    #expect(try past("news") { $0.edit("news") { $0.actors = ["a", "b"] } } == nil)
    #expect(try past("care") { $0.edit("care") { $0.actors = ["b"] } } == nil)
  }

  @Test func aReleaseUnderAPermissionThatIsTooLongIsCountedWhileItsRecordStands() async throws {
    try await ask(news)
    let short = { (policy: inout Policy) in
      policy.edit("news") { $0.consent?.maxLifetime = .days(49) }
    }
    let count = try #require(try past("news", short))
    #expect(count.newlyDenied == 1 && count.codes == ["CONSENT_TOO_LONG": 1])
    #expect(try past("news") { $0.edit("news") { $0.consent?.maxLifetime = .days(50) } } == nil)
    // A withdrawal leaves the record of the day; a renewal writes it anew.
    test.clock.advance(by: .seconds(1))
    _ = try await test.vault.withdraw(anna, purpose: "news")
    #expect(try past("news", short)?.newlyDenied == 1)
  }

  @Test func aRenewalSinceMakesItUndetermined() async throws {
    try await ask(news)
    test.clock.advance(by: .days(1))
    let consent = try #require(try test.vault.consents(of: anna).first?.id)
    _ = try await test.vault.renew(
      consent, end: .after(.days(20)), notice: "n.en", method: "web-form")
    let count = try #require(
      try past("news") { $0.edit("news") { $0.consent?.maxLifetime = .days(30) } })
    #expect(count.undetermined == 1 && count.newlyDenied == 0)
  }

  @Test func aDenialByThePolicyAloneWouldBeAPermit() async throws {
    var request = news
    request.actor = "b"
    try await ask(request, 2)
    let count = try #require(try past("news") { $0.edit("news") { $0.actors = ["a", "b"] } })
    #expect(count.newlyPermitted == 2 && count.newlyDenied == 0 && count.undetermined == 0)
    // Nobody said yes to y: the person's part stays a no.
    request.categories = ["data.y"]
    try await ask(request)
    let same = try #require(try past("news") { $0.edit("news") { $0.actors = ["a", "b"] } })
    #expect(same == count)
  }

  @Test func aDenialThatALooserPolicyMayTurnIsUndetermined() async throws {
    try await ask(health)
    let looser = try #require(
      try past("health") { $0.edit("health") { $0.consent?.maxLifetime = .days(300) } })
    #expect(looser.undetermined == 1 && looser.newlyPermitted == 0)
    #expect(try past("health") { $0.edit("health") { $0.consent?.maxLifetime = .days(9) } } == nil)
  }

  @Test func somebodyNeverSeenStaysUnknownUnderAnyPolicy() async throws {
    _ = try await test.vault.refusal(SmallShop.people[1], health)
    #expect(
      try past("health") { $0.edit("health") { $0.consent?.maxLifetime = .days(300) } } == nil)
  }

  @Test func quietHoursCountAtTheTimeOfTheDecision() async throws {
    try await ask(news)
    let noon = { (from: Int, until: Int) in
      { (policy: inout Policy) in
        policy.edit("news") {
          $0.contact = ContactRule(
            quiet: QuietHours(fromMinute: from, untilMinute: until, zone: "Etc/UTC"))
        }
      }
    }
    #expect(try past("news", noon(720, 721))?.codes == ["QUIET_HOURS": 1])
    #expect(try past("news", noon(721, 720)) == nil)
  }

  @Test func aCapIsNotReplayed() async throws {
    try await ask(news, 2)
    let count = try #require(
      try past("news") { $0.edit("news") { $0.contact = ContactRule(atMost: 1, per: .days(1)) } })
    #expect(count.undetermined == 2 && count.newlyDenied == 0)
  }

  @Test func aBasisThatYieldsObeysTheNoOfThatDay() async throws {
    _ = try await test.vault.openGround(
      anna, Ground(purpose: "care", reference: "r", end: .after(.days(9))))
    let request = Request(actor: "a", purpose: "care", categories: ["data.x"])
    try await ask(request)
    test.clock.advance(by: .seconds(1))
    _ = try await test.vault.withdraw(anna, purpose: "care")
    try await ask(request)
    let count = try #require(
      try past("care") {
        $0.edit("care") {
          $0.basis = .legitimateInterest
          $0.assessment = CivilDate("2026-12-31").map { Assessment(reference: "r", reviewBy: $0) }
        }
      })
    // After the no it would be denied; of before, only the later no is kept.
    #expect(count.newlyDenied == 1 && count.undetermined == 1)
    #expect(count.codes == ["DENIED_BY_SUBJECT": 1])
  }

  @Test func decisionsAboutSomebodyErasedAreForgotten() async throws {
    try await ask(news, 2)
    _ = try await test.vault.erase(anna)
    let report = try test.vault.impact(
      of: SmallShop.candidate { $0.edit("news") { $0.actors = ["b"] } })
    #expect(report.decisions == 2 && report.forgotten == 2 && report.past.isEmpty)
  }

  @Test func whatAnEarlierVersionDecidedIsAskedUnderTheOneInForce() async throws {
    try await ask(news)
    _ = try await test.vault.loadPolicy(
      SmallShop.candidate { $0.edit("news") { $0.actors = ["b"] } })
    let count = try #require(
      try past("news") {
        $0.version = SmallShop.version("3")
        $0.edit("news") { $0.actors = ["a"] }
      })
    #expect(count.newlyPermitted == 1 && count.newlyDenied == 0)
    let same = try past("news") {
      $0.version = SmallShop.version("3")
      $0.edit("news") { $0.actors = ["b"] }
    }
    #expect(same == nil)
  }
}
