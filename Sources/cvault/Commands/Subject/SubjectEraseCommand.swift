import ArgumentParser
import ConsentVault

struct SubjectEraseCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Erase a person (GDPR Art. 17), at once and for good.")

  @Argument(help: "Who.") var subject: String
  @Option(help: ArgumentHelp("The same id again, instead of typing it.", valueName: "subject"))
  var confirm: String?
  @OptionGroup var answering: AnsweringOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    if !isRehearsal {
      try Confirmation.demand(
        confirm.map { try session.subject($0).text }, is: id.text,
        what: "erasing a person for good")
    }
    let erasure = try await vault.erase(id, answering: answering.request)
    let disk =
      erasure.tier != nil
      ? "the database and its log hold no key of the person any more"
      : "not yet gone from the write-ahead log, because somebody is reading; the next sweep tries again"
    var answer = ChangeAnswer.subject(
      id.text, changed: erasure.changed, leaf: erasure.leaf, "erased; this cannot be undone",
      more: [.init("scrubbed", .flag(erasure.tier != nil))])
    answer.blocks.append(.sentence(disk))
    return answer
  }
}
