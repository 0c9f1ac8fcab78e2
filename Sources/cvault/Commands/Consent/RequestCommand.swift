import ArgumentParser
import ConsentVault

struct RequestCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Record that a person is being asked; it opens nothing.")

  @Argument(help: "Who is asked.") var subject: String
  @Option(help: "What for.") var purpose: String
  @Option(help: ArgumentHelp("The notice that is shown.", valueName: "id[.lang]")) var notice:
    String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let consent = try await vault.request(id, purpose: purpose, notice: notice)
    return ChangeAnswer.closed(
      consent, of: id.text, "asked: \(purpose)", undo: ["refuse", subject, "--purpose", purpose])
  }
}
