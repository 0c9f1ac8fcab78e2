import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct PolicyTestRuns {
  @Test func whatIsAsExpectedHolds() throws {
    let report = try trial().run(try parsedTests(smallTests))
    #expect(report.failures == [])
    #expect(report.count == 3 + 33 + 3 + 8 + 2)
  }

  @Test(arguments: [
    ("expect: permit", "expect: [CONSENT_EXPIRED]", "CONSENT_EXPIRED", "permit"),
    ("[CONSENT_WITHDRAWN]", "permit", "permit", "CONSENT_WITHDRAWN"),
    ("[CONSENT_WITHDRAWN]", "[CONSENT_MISSING]", "CONSENT_MISSING", "CONSENT_WITHDRAWN"),
    (
      "\"NEVER:N1\", ", "", "CATEGORY_NOT_ALLOWED, CONSENT_MISSING",
      "CATEGORY_NOT_ALLOWED, NEVER:N1, CONSENT_MISSING"
    ),
    ("actors: [robot]", "actors: [robot, desk]", "only `desk`, `robot`", "`robot`"),
    ("channels: [email]", "channels: [email, sms]", "only `email`, `sms`", "`email`"),
    (
      "categories: [contact.phone]\n", "categories: [contact]\n",
      "only `contact.email`, `contact.name`, `contact.phone`", "`contact.phone`"
    ),
    ("obligations: [unsubscribe-link]", "obligations: []", "only nothing", "`unsubscribe-link`"),
    (
      "basis: legal-obligation", "basis: legitimate-interest", "the basis `legitimate-interest`",
      "`legal-obligation`"
    ),
    ("lifetime: 30d", "lifetime: 31d", "lifetime `31d`", "`30d`"),
    ("lifetime: 30d", "lifetime: 29d", "lifetime `29d`", "`30d`"),
    ("retention: 1h", "retention: 2h", "retention `2h`", "`1h`"),
    ("1 per 7d", "2 per 7d", "at_most `2 per 7d`", "`1 per 7d`"),
    ("1 per 7d", "1 per 6d", "at_most `1 per 6d`", "`1 per 7d`"),
    (
      "21:00-08:00", "21:00-07:00", "quiet `21:00-07:00 Europe/Berlin`",
      "`21:00-08:00 Europe/Berlin`"
    ),
    ("Europe/Berlin", "UTC", "quiet `21:00-08:00 UTC`", "`21:00-08:00 Europe/Berlin`"),
    ("review_by: 2026-12-31", "review_by: 2026-12-30", "review_by `2026-12-30`", "`2026-12-31`"),
    ("are: [desk]", "are: [desk, robot]", "`desk`, `robot`", "`desk`"),
    (
      "actor: robot, are: [contact.name, contact.email]", "actor: robot, are: [contact.name]",
      "`contact.name`", "`contact.email`, `contact.name`"
    ),
    (
      "special, categories: [health]", "special, categories: [contact.name]",
      "only `contact.name` to need an explicit consent", "`health.allergy`"
    ),
    (
      "never: N2, recipients: [broker]", "never: N2, recipients: [broker, mailer]",
      "the rule `N2` to hold for exactly what is listed",
      "it is otherwise for recipients: `mailer`"
    ),
  ])
  func aWrongExpectationFailsAndSaysWhatItGot(
    _ old: String, _ new: String, _ expected: String, _ got: String
  ) throws {
    let report = try trial().run(try parsedTests(smallTests.with(old, new)))
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.failure?.expected == expected)
    #expect(report.failures.first?.failure?.got == got)
  }

  @Test func aFailureNamesItsReasonsWithThePlaceInThePolicyAndWhatComesNearest() throws {
    let tests = smallTests.with("channel: email}", "channel: sms}")
    let result = try #require(try trial().run(try parsedTests(tests)).failures.first)
    let failure = try #require(result.failure)
    #expect(result.place == "tests.yaml:\(place(of: "name: who said", in: smallTests) ?? "")")
    #expect(failure.reasons.map(\.code) == ["CHANNEL_NOT_ALLOWED", "CHANNEL_NOT_CONSENTED"])
    #expect(
      failure.reasons.first?.place
        == "policy.yaml:\(place(of: "channels: [email]", in: smallPolicy) ?? "")")
    #expect(failure.nearest == "`marketing.news` has the channels `email`")
  }

  @Test(arguments: [
    ("method: web-form", "METHOD_NOT_ALLOWED", "method: paper-form"),
    ("for: 20d", "LIFETIME_TOO_LONG", "for: 31d"),
    ("for: 20d", "RECIPIENT_NOT_ALLOWED", "recipients: [broker], for: 20d"),
    (
      "purpose: marketing.news, method: web-form", "BASIS_MISMATCH",
      "purpose: law.tax, method: web-form"
    ),
    (
      "purpose: law.tax, reference: AO", "BASIS_MISMATCH",
      "purpose: marketing.news, reference: AO"
    ),
  ])
  func aGrantThatTheRulesRefuseIsRefusedInATestToo(
    _ old: String, _ code: String, _ new: String
  ) throws {
    let name = old.contains("law.tax") ? "tax" : "news"
    let text = smallTests.with(old, new)
      .with("cases:\n", "cases:\n  - {name: refused, grant: \(name), expect: [\(code)]}\n")
    let report = try trial().run(try parsedTests(text))
    #expect(report.results.first { $0.name == "refused" }?.failure == nil)
  }

  @Test func whatTestsTouchIsCountedAndWhatTheyDoNotIsNamed() throws {
    let whole = try trial().coverage(try parsedTests(smallTests))
    #expect(whole.total.permille == 1000)
    #expect(whole.untoldRules == [])
    let less = try trial().coverage(
      try parsedTests(
        smallTests.with("    channels: [email]\n", "").with(
          "retention: 1h", "at: 2026-03-02T12:00:00Z")))
    #expect(less.total.permille < 1000)
    let news = try #require(less.purposes.first { $0.name == "marketing.news" })
    // A case saw a permit by e-mail; nobody asked for text messages.
    #expect(news.untouched == ["channels: sms", "retention"])
  }
}
