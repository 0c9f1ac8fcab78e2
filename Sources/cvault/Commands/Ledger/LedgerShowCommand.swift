import ArgumentParser
import ConsentVault

struct LedgerShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List leaves in order.")

  @Option(help: ArgumentHelp("The first leaf.", valueName: "leaf")) var from: UInt64 = 0
  @Option(help: ArgumentHelp("How many leaves at most.", valueName: "n")) var limit = 100
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit is at least 1") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entries = try vault.ledger(from: from, limit: limit)
    return Answer(.list(entries.map(\.json)), [entries.table])
  }
}
