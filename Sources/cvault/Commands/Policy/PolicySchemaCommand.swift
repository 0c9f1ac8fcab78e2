import ArgumentParser
import PolicyFiles
import VaultModel

struct PolicySchemaCommand: LeafCommand {
  /// What the schema is of.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case policy
    case tests
  }

  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of policy.yaml or tests.yaml, for editors.",
    discussion: """
      Editors complete keys, show what they mean and mark what cannot be. They find the schema by the first \
      line of a file: `# yaml-language-server: $schema=policy.schema.json`
      """)

  @Argument(help: "policy or tests.") var subject = Subject.policy
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let schema = subject == .policy ? PolicySchema.policy : PolicySchema.tests
    return Answer(schema, [.verbatim(String(schema.indented.dropLast()))])
  }
}
