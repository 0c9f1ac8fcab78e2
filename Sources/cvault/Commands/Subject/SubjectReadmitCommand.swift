import ArgumentParser
import ConsentVault

struct SubjectReadmitCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "readmit",
    abstract: "Start anew under the id of an erased person; nothing old comes back.",
    discussion: """
      No consent dated at or before the erasure counts any more, also where a file is imported again. What the \
      person has refused since the erasure stays refused.
      """)

  @Argument(help: "Who.") var subject: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let change = try await vault.readmit(id)
    return ChangeAnswer.subject(
      id.text, changed: change.changed, leaf: change.leaf,
      "readmitted, with nothing on record but what was refused since the erasure",
      undo: ["subject", "erase", subject])
  }
}
