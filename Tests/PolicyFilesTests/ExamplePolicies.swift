import DocumentTesting
import PolicyFiles
import Testing
import VaultModel
import VaultPolicy

@Suite struct ExamplePolicies {
  @Test(arguments: ["retail-crm", "clinic"])
  func eachExampleLoadsWithoutAProblem(_ name: String) throws {
    let source = try PolicyFile.read(examplePath("\(name)/policy.yaml"))
    #expect(source.policy.name == name)
    #expect(!source.policy.purposes.isEmpty)
    #expect(!source.notices.isEmpty)
  }

  @Test func theRetailPolicyIsTheOneOfTheDecisionCases() throws {
    let policy = try PolicyFile.read(examplePath("retail-crm/policy.yaml")).policy
    #expect(policy.purposes.count == 13)
    #expect(policy.groups.count == 9)
    #expect(policy.categories.filter(\.isLeaf).count == 14)
    #expect(policy.never.map(\.id) == ["N1", "N2", "N3"])
    let newsletter = try #require(policy.purposes.first { $0.name == "marketing.newsletter" })
    #expect(
      newsletter.categories == [
        "contact.email", "contact.name", "preference.interest", "preference.size",
        "preference.style",
      ])
    #expect(newsletter.operations == [.use, .share])
    #expect(newsletter.recipients == ["mailer", "self"])
    #expect(newsletter.consent?.maxLifetime == .days(365))
    #expect(newsletter.contact?.quiet?.fromMinute == 21 * 60)
  }
}
