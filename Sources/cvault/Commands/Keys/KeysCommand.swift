import ArgumentParser

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "What opens the vault.",
    subcommands: [
      KeysListCommand.self, KeysIssueCommand.self, KeysRotateCommand.self, KeysRewrapCommand.self,
    ])
}
