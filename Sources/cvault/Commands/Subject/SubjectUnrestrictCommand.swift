import ArgumentParser
import ConsentVault

struct SubjectUnrestrictCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "unrestrict", abstract: "Lift a restriction.")

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let change = try await vault.unrestrict(id)
    return ChangeAnswer.subject(
      id.text, changed: change.changed, leaf: change.leaf, "the restriction is lifted",
      undo: ["subject", "restrict", subject])
  }
}
