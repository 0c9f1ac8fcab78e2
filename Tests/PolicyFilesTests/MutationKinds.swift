import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct MutationKinds {
  @Test func nothingOfACompletelyTestedPolicyCanChangeUnnoticed() throws {
    let report = try trial().mutate(try parsedTests(smallTests))
    #expect(report.survivors == [])
    #expect(report.score == 1000)
    #expect(report.killedByCheck > 0)
    #expect(report.mutants == report.killed)
  }

  /// What is taken out of the tests, and one of the changes that go unnoticed then.
  @Test(arguments: [
    ("    actors: [robot]\n", "`marketing.news` gets `desk` into its actors", "actors: [robot]"),
    (
      "    categories: [contact.phone]\n", "`law.fraud` gets `contact.email` into its categories",
      "categories: [contact.phone]"
    ),
    (
      "    recipients: [self, mailer]\n", "`marketing.news` loses `mailer` from its recipients",
      "recipients: [self, mailer]"
    ),
    (
      "    channels: [email]\n", "`marketing.news` gets `sms` into its channels",
      "channels: [email]"
    ),
    (
      "    operations: [use, profile]\n", "`marketing.news` loses `profile` from its operations",
      "operations: [use, profile]"
    ),
    (
      "    origins: [volunteered, inferred]\n",
      "`marketing.news` loses `inferred` from its origins", "origins: [vol"
    ),
    (
      "    methods: [web-form]\n", "`marketing.news` gets `paper-form` into its methods",
      "consent: {max"
    ),
    (
      "    obligations: [unsubscribe-link]\n",
      "`marketing.news` loses `unsubscribe-link` from its obligations", "obligations: [un"
    ),
    (
      "    basis: vital-interest\n",
      "`law.rescue` rests on `contract` in the place of `vital-interest`", "basis: vital"
    ),
    (
      "lifetime: 30d, ", "a consent to `marketing.news` may last 60d in the place of `30d`",
      "consent: {max"
    ),
    (", retention: 1h", "`marketing.news` keeps data for 2h in the place of `1h`", "retention: 1h"),
    (
      "  - {purpose: marketing.news, at_most: 1 per 7d}\n",
      "`marketing.news` may contact people as often as it likes", "contact: {at"
    ),
    (
      "  - {purpose: marketing.news, quiet: \"21:00-08:00 Europe/Berlin\"}\n",
      "`marketing.news` may contact people at any hour", "contact: {at"
    ),
    (
      ", review_by: 2026-12-31",
      "the assessment of `law.fraud` holds through 2027-01-01 in the place of `2026-12-31`",
      "assessment: {"
    ),
    ("  - {never: N2, recipients: [broker]}\n", "the rule `N2` is gone", "{id: N2"),
    (
      "  - {never: N1, purposes: [marketing], categories: [health]}\n",
      "the rule `N1` gets `contact.phone` into its categories", "{id: N1"
    ),
  ])
  func aTestThatIsDroppedLeavesASurvivorWithItsPlaceAndARemedy(
    _ dropped: String, _ change: String, _ term: String
  ) throws {
    let whole = try trial().mutate(try parsedTests(smallTests))
    #expect(!whole.survivors.contains { $0.sentence == "nothing notices that \(change)" })
    // A few values are asked about twice; the questions are left out so that one test is all there is.
    let text = smallTests.with("questions:", "# ")
      .with("  - {who: contact.phone, are: [desk]}\n", "")
      .with("  - {what: marketing.news, actor: robot, are: [contact.name, contact.email]}\n", "")
    let report = try trial().mutate(try parsedTests(text.with(dropped, "")))
    let survivor = try #require(
      report.survivors.first { $0.sentence == "nothing notices that \(change)" },
      "\(report.survivors.map(\.sentence))")
    #expect(survivor.remedy.hasPrefix("add "))
    #expect(survivor.place == "policy.yaml:\(place(of: term, in: smallPolicy) ?? "")")
  }

  @Test func aChangeThatTheCheckRefusesNeedsNoTest() throws {
    let nothing = try trial().mutate(try parsedTests("schema: 1\npolicy: shop\n"))
    #expect(nothing.killedByTests == 0)
    #expect(nothing.killedByCheck > 0)
    let sentences = nothing.survivors.map(\.sentence)
    // Health data in marketing: rule N1. The last actor of a purpose: nobody could use it.
    #expect(!sentences.contains { $0.contains("`marketing.news` gets `health.allergy`") })
    #expect(!sentences.contains { $0.contains("`law.rescue` loses `desk`") })
    #expect(!sentences.contains { $0.contains("`law.rescue` loses its `article9`") })
    #expect(sentences.contains { $0.contains("`marketing.news` gets `desk` into its actors") })
  }

  @Test func sensitivityIsNoticedByTheTableOfSpecialCategoriesAlone() throws {
    let text = smallTests.with("  - {sensitivity: special, categories: [health]}\n", "")
    let report = try trial().mutate(try parsedTests(text))
    #expect(
      report.survivors.map(\.sentence) == [
        "nothing notices that the category `health.allergy` is not special any more"
      ])
  }
}
