import Testing
import VaultModel
import VaultPolicy

@Suite struct NeverRules {
  private let purpose = PurposeDefinition(
    name: "marketing.news", title: "News", benefit: "Offers", basis: .consent,
    categories: ["contact.email", "contact.name"], operations: [.use, .share],
    recipients: ["mailer", "self"], channels: ["email"], actors: ["robot"])

  private func meets(_ rule: NeverRule) -> Bool { rule.meets(purpose) }

  @Test func aDimensionThatIsNotNamedMeetsEverything() {
    #expect(meets(NeverRule(id: "a", say: "x", purposes: ["marketing"])))
    #expect(meets(NeverRule(id: "a", say: "x", categories: ["contact"])))
    #expect(meets(NeverRule(id: "a", say: "x", recipients: ["mailer", "broker"])))
    #expect(meets(NeverRule(id: "a", say: "x", channels: ["email"])))
    #expect(meets(NeverRule(id: "a", say: "x", operations: [.share, .profile])))
    #expect(meets(NeverRule(id: "a", say: "x", actors: ["robot"])))
  }

  @Test func everyDimensionThatIsNamedMustMeet() {
    let rule = NeverRule(
      id: "a", say: "x", purposes: ["marketing.news"], categories: ["contact.name"],
      recipients: ["self"], channels: ["email"], operations: .use, actors: ["robot"])
    #expect(meets(rule))
    var other = rule
    other.purposes = ["marketing.newsletter"]
    #expect(!meets(other))
    other = rule
    other.categories = ["contact.phone"]
    #expect(!meets(other))
    other = rule
    other.recipients = ["broker"]
    #expect(!meets(other))
    other = rule
    other.channels = ["sms"]
    #expect(!meets(other))
    other = rule
    other.operations = .combine
    #expect(!meets(other))
    other = rule
    other.actors = ["desk"]
    #expect(!meets(other))
  }

  @Test func nodesMatchWholeSegments() {
    #expect(!meets(NeverRule(id: "a", say: "x", purposes: ["market"])))
    #expect(!meets(NeverRule(id: "a", say: "x", categories: ["cont"])))
    #expect(!meets(NeverRule(id: "a", say: "x", purposes: ["marketing.news.daily"])))
  }

  @Test func aPurposeWithoutChannelsMeetsNoRuleAboutChannels() {
    var silent = purpose
    silent.channels = []
    #expect(!NeverRule(id: "a", say: "x", channels: ["email"]).meets(silent))
  }
}
