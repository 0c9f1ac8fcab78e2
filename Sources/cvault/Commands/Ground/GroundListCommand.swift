import ArgumentParser
import ConsentVault

struct GroundListCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List a person's grounds, newest first.")

  @Argument(help: "Whose grounds.") var subject: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let grounds = try vault.grounds(of: id)
    return Answer(.list(grounds.map { $0.jsonWithEvents(of: id.text) }), [grounds.table])
  }
}
