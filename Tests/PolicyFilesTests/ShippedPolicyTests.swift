import DocumentTesting
import PolicyFiles
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct ShippedPolicyTests {
  @Test(arguments: ["retail-crm", "clinic"])
  func theTestsOfEachExampleHoldAndNoticeEveryChange(_ name: String) throws {
    let source = try PolicyFile.read(examplePath("\(name)/policy.yaml"))
    let tests = try TestFile.read(examplePath("\(name)/tests.yaml"), for: source.policy)
    let trial = Trial(try CompiledPolicy.standalone(source.policy, places: source.places))
    #expect(trial.run(tests).failures == [])
    let report = trial.mutate(tests)
    #expect(report.survivors == [])
    #expect(report.score == 1000)
    #expect(trial.coverage(tests).total.permille == 1000)
  }
}
