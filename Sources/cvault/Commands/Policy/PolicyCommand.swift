import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "The policy: check a file, compare it, ask it, load it.",
    subcommands: [
      PolicyCheckCommand.self, PolicyFormatCommand.self, PolicyTestCommand.self,
      PolicyCompileCommand.self, PolicyDiffCommand.self, PolicyWhoCommand.self,
      PolicyWhatCommand.self, PolicySchemaCommand.self, PolicySignCommand.self,
      PolicyVerifyCommand.self,
      PolicyKeyCommand.self, PolicyLoadCommand.self, PolicyShowCommand.self, PolicyLogCommand.self,
      PolicyExplainCommand.self, PolicyWhomCommand.self, PolicyImpactCommand.self,
    ])
}
