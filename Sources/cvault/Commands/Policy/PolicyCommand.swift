import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "The policy: check a file, load it, show what is in force.",
    subcommands: [
      PolicyCheckCommand.self, PolicyLoadCommand.self, PolicyShowCommand.self,
      PolicyLogCommand.self, PolicyCompileCommand.self, PolicyWhomCommand.self,
      PolicySignCommand.self, PolicyVerifyCommand.self, PolicyKeyCommand.self,
    ])
}
