import ArgumentParser
import PolicyFiles
import PolicyTools
import VaultPolicy

struct PolicyDiffCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say exactly what two policies permit differently, and which terms differ.",
    discussion: """
      A combination is an actor, a purpose, a category, a recipient and a channel. It is permitted if the \
      policy has nothing against a request for it with at least one operation.

      Purposes that are the same, byte for byte, in two compiled policies are not read: `cvault policy check` \
      says whether a policy holds.
      """)

  @Argument(help: "The older policy: YAML, or compiled in a file that ends in .json.")
  var old: String
  @Argument(help: "The newer policy.") var new: String
  @Flag(help: "Exit 3 if the policies differ.") var exitCode = false
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let (before, after) = try PolicyFile.differing(old, new)
    let comparison = PolicyComparison(from: before, to: after)
    return Answer(
      comparison.value(from: before, to: after), comparison.blocks(from: before, to: after),
      exit: exitCode && !comparison.isEmpty ? .denied : .done)
  }
}
