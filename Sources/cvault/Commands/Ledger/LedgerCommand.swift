import ArgumentParser

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The tamper-evident log of everything that happened.",
    subcommands: [
      LedgerShowCommand.self, LedgerVerifyCommand.self, LedgerCheckpointCommand.self,
      LedgerProveCommand.self, LedgerExportCommand.self, LedgerWitnessCommand.self,
      LedgerKeyCommand.self, LedgerAnchorCommand.self,
    ])
}
