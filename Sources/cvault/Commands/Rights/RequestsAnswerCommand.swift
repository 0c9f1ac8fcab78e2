import ArgumentParser
import ConsentVault

struct RequestsAnswerCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Record that a request was answered; that is final.")

  @Argument(help: "The request.") var id: Identifier
  @Option(help: ArgumentHelp("How it was made sure who asks.", valueName: "text"))
  var identityCheck: String?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entry = try await vault.answerRequest(id, identityCheck: identityCheck)
    return .request(
      entry, "answered; this is final")
  }
}
