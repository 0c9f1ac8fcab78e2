import ConsentVaultTesting
import FoundationEssentials
import Testing

@Suite struct DecisionCaseTests {
  static let cases: [DecisionCase] = {
    let file = URL(filePath: RetailVault.path("decisions.json"))
    return (try? DecisionCase.read(Data(contentsOf: file))) ?? []
  }()

  @Test func noCaseIsLost() {
    #expect(Self.cases.count == 131)
    #expect(Set(Self.cases.map(\.id)).count == 131)
  }

  @Test(arguments: cases) func theCaseHolds(_ decision: DecisionCase) async throws {
    let problem = try await decision.run(policies: RetailVault.policy)
    #expect(problem == nil, "\(decision.id) \(decision.name): \(decision.rule)")
  }

  @Test func aFileOfAnotherSchemaIsRefused() throws {
    #expect(throws: DecisionCase.Unreadable.self) {
      try DecisionCase.read(Array(#"{"schema": "x/2", "init_at": "", "cases": []}"#.utf8))
    }
    #expect(throws: DecisionCase.Unreadable.self) { try DecisionCase.read(Array("{}".utf8)) }
  }
}
