import ArgumentParser

struct ReceiptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Make a person's signed receipt of a consent or ground, or verify one offline.",
    subcommands: [ReceiptIssueCommand.self, ReceiptVerifyCommand.self],
    defaultSubcommand: ReceiptIssueCommand.self)
}
