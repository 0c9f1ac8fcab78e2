import ArgumentParser
import ConsentVault

struct SubjectEraseCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Erase a person (GDPR Art. 17), at once and for good.",
    discussion: """
      Tier a: neither the database nor its log holds the person's key or data any more. Tier b: every \
      page is sealed anew as well, so that what freed blocks of the disk hold opens for nobody; it takes \
      as long as copying the vault, and renewing the pages at night does it for everybody. What a \
      contract, a law or a vital interest still needs is kept under an id of its own, ground:ID, and \
      goes when that ground ends. The same command again finishes what a reader was in the way of: exit 7.
      """)

  @Argument(help: "Who.") var subject: String
  @Option(help: ArgumentHelp("The same id again, instead of typing it.", valueName: "subject"))
  var confirm: String?
  @Option(help: ArgumentHelp("How far to go now: a or b.", valueName: "tier"))
  var tier: Erasure.Tier = .logical
  @Option(
    name: .customLong("certificate"),
    help: ArgumentHelp("Write the signed certificate to a new file.", valueName: "file"),
    completion: .file())
  var file: String?
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
    // Before anything is destroyed.
    if let file { try NewFile.demandRoom(at: file) }
    let erasure = try await vault.erase(id, tier: tier, answering: answering.request)
    var answer = erasure.answer(of: id.text, asked: isRehearsal ? .logical : tier)
    guard let file, erasure.tier != nil, !isRehearsal else { return answer }
    let certificate = try await vault.erasureCertificate(leaf: erasure.leaf)
    try certificate.write(to: file)
    answer.value = answer.value.adding([.init("certificate", .text(file))])
    answer.blocks.append(.facts([.init("certificate", file)]))
    return answer
  }
}
