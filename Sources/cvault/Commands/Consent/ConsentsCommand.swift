import ArgumentParser
import ConsentVault

struct ConsentsCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "consents", abstract: "List what a person has consented to, newest first.")

  @Argument(help: "Whose consents.") var subject: String
  @Flag(help: "Those that are over, too.") var all = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let consents = try vault.consents(of: id, all: all)
    return Answer(.list(consents.map { $0.jsonWithEvents(of: id.text) }), [consents.table])
  }
}
