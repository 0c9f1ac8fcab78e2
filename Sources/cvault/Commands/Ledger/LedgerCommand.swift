import ArgumentParser

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The tamper-evident log of everything that happened.",
    subcommands: [LedgerShowCommand.self, LedgerVerifyCommand.self, LedgerAnchorCommand.self])
}
