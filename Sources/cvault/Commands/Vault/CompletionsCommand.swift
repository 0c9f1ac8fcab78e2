import ArgumentParser
import VaultModel

struct CompletionsCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion script of a shell.")

  /// The shells that the parser writes scripts for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "bash, zsh or fish.") var shell: Shell
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let script = CVault.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash)
    return Answer(["shell": .text(shell.rawValue), "script": .text(script)], [.verbatim(script)])
  }
}
