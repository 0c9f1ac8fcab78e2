import ArgumentParser
import ConsentVault

struct SubjectHistoryCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show who did what with a person's data, leaf by leaf.")

  @Argument(help: "Who.") var subject: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entries = try await vault.history(of: session.subject(subject))
    return Answer(.list(entries.map(\.json)), [entries.table])
  }
}
