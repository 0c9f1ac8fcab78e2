import ArgumentParser

struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "The vault's time.", subcommands: [ClockResetCommand.self])
}
