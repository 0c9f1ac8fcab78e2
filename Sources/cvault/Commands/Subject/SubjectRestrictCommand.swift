import ArgumentParser
import ConsentVault

struct SubjectRestrictCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "restrict",
    abstract: "Restrict processing (GDPR Art. 18): only consents given from now on open anything.")

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var answering: AnsweringOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let change = try await vault.restrict(id, answering: answering.request)
    return ChangeAnswer.subject(
      id.text, changed: change.changed, leaf: change.leaf,
      "restricted: only consents given from now on open anything",
      undo: ["subject", "unrestrict", subject])
  }
}
