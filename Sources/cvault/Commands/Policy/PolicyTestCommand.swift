import ArgumentParser
import PolicyFiles
import PolicyTools
import VaultPolicy

struct PolicyTestCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the tests beside a policy: exit 0 all hold, 3 one fails or a mutant survives.",
    discussion: "A file without any test is no success either: exit 3.")

  @Argument(help: "The folder that holds policy.yaml and tests.yaml.") var directory: String
  @Flag(help: "Show what the tests touched: values, rules and reasons.") var coverage = false
  @Flag(help: "Change every term of the policy in turn, and demand that something fails.")
  var mutate = false
  @Option(help: "Write the results for CI into this new file (JUnit XML).") var junit: String?
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    if let junit { try NewFile.demandRoom(at: junit) }
    let source = try PolicyFile.read("\(directory)/policy.yaml")
    let tests = try TestFile.read("\(directory)/tests.yaml", for: source.policy)
    let trial = Trial(try CompiledPolicy.standalone(source.policy, places: source.places))
    let report = trial.run(tests)
    // With a test that fails already, every mutant would seem to be noticed.
    let mutation = mutate && report.failures.isEmpty ? trial.mutate(tests) : nil
    let result = PolicyTestResult(
      name: source.policy.name, report: report, mutation: mutation,
      coverage: coverage ? trial.coverage(tests) : nil, isMutated: mutate)
    if let junit { try NewFile.write(result.junit, to: junit) }
    return result.answer
  }
}
