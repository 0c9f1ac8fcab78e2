import ArgumentParser
import ConsentVault

struct SubjectUnrestrictCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "unrestrict",
    abstract: "Lift a restriction; tell the person before (GDPR Art. 18(3)).")

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    if !isRehearsal {
      try Confirmation.ask(
        "Has the person been told that the restriction ends (GDPR Art. 18(3))?", yes: access.yes)
    }
    let change = try await vault.unrestrict(id)
    return ChangeAnswer.subject(
      id.text, changed: change.changed, leaf: change.leaf,
      "the restriction is lifted; the person must have been told before (GDPR Art. 18(3))",
      undo: ["subject", "restrict", subject])
  }
}
