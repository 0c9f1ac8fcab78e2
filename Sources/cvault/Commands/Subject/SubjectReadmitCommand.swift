import ArgumentParser
import ConsentVault

struct SubjectReadmitCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "readmit",
    abstract: "Start anew under the id of an erased person; nothing old comes back.")

  @Argument(help: "Who.") var subject: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let change = try await vault.readmit(id)
    return ChangeAnswer.subject(
      id.text, changed: change.changed, leaf: change.leaf, "readmitted, with nothing on record",
      undo: ["subject", "erase", subject])
  }
}
