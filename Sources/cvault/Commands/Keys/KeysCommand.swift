import ArgumentParser

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "What opens the vault.",
    subcommands: [
      KeysListCommand.self, KeysAddCommand.self, KeysRemoveCommand.self, KeysDrillCommand.self,
      KeysIssueCommand.self, KeysRotateCommand.self, KeysRewrapCommand.self,
    ])
}
