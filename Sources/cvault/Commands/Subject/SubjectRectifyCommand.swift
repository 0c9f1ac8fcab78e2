import ArgumentParser
import ConsentVault

struct SubjectRectifyCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "rectify", abstract: "Correct values (GDPR Art. 16); they are read as by put.")

  @Argument(help: "Whose.") var subject: String
  @OptionGroup var values: ValueOptions
  @OptionGroup var answering: AnsweringOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let stored = try await vault.rectify(id, values.read(session), answering: answering.request)
    return stored.answer(of: id.text, "corrected")
  }
}
