import DocumentTesting
import PolicyFiles
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct TestFileRules {
  @Test func completeTestsAreReadWithoutAProblem() throws {
    let tests = try parsedTests(smallTests)
    #expect(tests.cases.count == 3)
    #expect(tests.tables.count == 4)
    #expect(tests.rules.map(\.rule) == ["N1", "N2"])
    #expect(tests.special?.categories == ["health.allergy"])
    #expect(tests.limits.count == 8)
    #expect(tests.questions.count == 2)
  }

  @Test(arguments: [
    ("schema: 1", "schema: 2", "SCHEMA_UNSUPPORTED"),
    ("policy: shop", "policy: sloop", "POLICY_NAME_CHANGED"),
    ("at: 2026-03-02T12:00:00Z", "at: tomorrow", "DATE_INVALID"),
    ("only:", "onyl:", "KEY_UNKNOWN"),
    ("for: 20d", "fr: 20d", "KEY_UNKNOWN"),
    ("method: web-form", "method: web-from", "VALUE_INVALID"),
    ("purpose: law.tax, ref", "purpose: law.tex, ref", "PURPOSE_UNDECLARED"),
    ("for: 20d", "for: 20 days", "DURATION_INVALID"),
    ("grant: news", "grant: nws", "VALUE_INVALID"),
    ("actor: robot", "actor: robert", "ACTOR_UNDECLARED"),
    ("categories: [contact.email]", "categories: [contact.mail]", "CATEGORY_UNDECLARED"),
    ("channel: email", "channel: e-mail", "CHANNEL_UNDECLARED"),
    ("recipients: [self, mailer]", "recipients: [self, mialer]", "RECIPIENT_UNDECLARED"),
    ("[CONSENT_WITHDRAWN]", "[CONSENT_WITHDRAWM]", "VALUE_INVALID"),
    ("\"NEVER:N1\"", "\"NEVER:N9\"", "VALUE_INVALID"),
    ("expect: permit", "expect: perhaps", "WRONG_SHAPE"),
    ("basis: legal-obligation", "basis: legal", "BASIS_INVALID"),
    ("actors: [robot]", "actors: []", "LIST_EMPTY"),
    ("never: N2", "never: N3", "VALUE_INVALID"),
    ("sensitivity: special", "sensitivity: high", "VALUE_INVALID"),
    ("at_most: 1 per 7d", "at_most: 1 a week", "CONTACT_RULE_INVALID"),
    ("Europe/Berlin", "Europe/Atlantis", "ZONE_UNKNOWN"),
    ("review_by: 2026-12-31", "review_by: 2026-13-31", "DATE_INVALID"),
    ("who: contact.phone", "who: contact.fone", "CATEGORY_UNDECLARED"),
    ("name: whoever said no does not", "name: who said yes hears of offers", "ITEM_TWICE"),
  ])
  func whatIsWrongIsToldWithItsPlace(_ old: String, _ new: String, _ code: String) {
    let problems = testProblems(smallTests.with(old, new))
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("\(code) tests.yaml:") == true, "\(problems)")
  }

  @Test func everythingThatIsWrongIsToldAtOnce() {
    let text = smallTests.with("actor: robot", "actor: robert").with("for: 20d", "for: 20")
      .with("1 per 7d", "0 per 7d")
    #expect(testProblems(text).count == 3)
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearestOne() throws {
    do throws(PolicyFault) {
      _ = try parsedTests(smallTests.with("actor: robot", "actor: robt"))
      Issue.record("a name that is not declared was taken")
    } catch {
      #expect(error.problems.first?.hint == "did you mean `robot`?")
      #expect(
        error.problems.first?.place
          == "tests.yaml:\(place(of: "robot, purpose", in: smallTests) ?? "")")
    }
  }

  @Test func testsWithoutAnInstantSayOnceWhatIsMissing() {
    let text = smallTests.with("at: 2026-03-02T12:00:00Z\n", "")
    #expect(testProblems(text) == ["KEY_MISSING tests.yaml:1:1"])
  }

  @Test func aGrantIsEitherAConsentOrAGround() {
    #expect(testProblems(smallTests.with("method: web-form, ", "")).count == 1)
    #expect(
      testProblems(smallTests.with("reference: AO", "reference: AO, method: import")).count == 1)
    #expect(testProblems(smallTests.with(", for: 365d", "")).count == 1)
  }
}
