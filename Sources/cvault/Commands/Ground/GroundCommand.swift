import ArgumentParser

struct GroundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ground",
    abstract: "Record what a purpose rests on where it is not consent, such as a contract.",
    subcommands: [GroundOpenCommand.self, GroundCloseCommand.self, GroundListCommand.self])
}
