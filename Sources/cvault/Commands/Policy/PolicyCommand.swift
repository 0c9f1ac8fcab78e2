import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "The policy: check a file, compare it, ask it, load it.",
    subcommands: [
      PolicyCheckCommand.self, PolicyLoadCommand.self, PolicyShowCommand.self,
      PolicyLogCommand.self, PolicyCompileCommand.self,
      PolicyFormatCommand.self, PolicyDiffCommand.self, PolicyWhoCommand.self,
      PolicyWhatCommand.self,
      PolicySignCommand.self, PolicyVerifyCommand.self, PolicyKeyCommand.self,
    ])
}
