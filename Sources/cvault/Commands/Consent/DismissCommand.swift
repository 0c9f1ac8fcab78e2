import ArgumentParser
import ConsentVault

struct DismissCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "dismiss",
    abstract: "Record that a person closed the question without an answer; it stays open.")

  @Argument(help: "The id of the request.") var consent: Identifier
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let dismissed = try await vault.dismiss(consent)
    return ChangeAnswer.closed(
      dismissed, of: try vault.permission(consent).subject,
      "dismissed: \(dismissed.purpose) stays unanswered")
  }
}
