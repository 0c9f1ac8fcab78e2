import ArgumentParser
import ConsentVault

struct KeysIssueCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Write a key file that opens the named purposes and no more.")

  @Option(help: ArgumentHelp("A purpose that it opens.", valueName: "purpose"))
  var purpose: [String]
  @Option(help: ArgumentHelp("Where to write the key file, mode 0600.", valueName: "path"))
  var to: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let change = try await vault.issueKey(for: purpose, to: to)
    return change.answer(
      "issued: a key for \(purpose.joined(separator: ", "))",
      [.init("key file", to), change.undo], more: [.init("key_file", .text(to))])
  }
}
