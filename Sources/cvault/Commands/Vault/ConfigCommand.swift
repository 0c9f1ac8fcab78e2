import ArgumentParser

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "What is set, and by whom.",
    subcommands: [ConfigShowCommand.self])
}
