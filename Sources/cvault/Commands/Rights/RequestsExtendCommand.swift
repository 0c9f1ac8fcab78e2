import ArgumentParser
import ConsentVault
import VaultModel

struct RequestsExtendCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract: "Take up to two further months for an answer, once (GDPR Art. 12(3)).")

  @Argument(help: "The request.") var id: Identifier
  @Option(help: ArgumentHelp("Why, as the person is told.", valueName: "text")) var reason: String
  @Option(help: ArgumentHelp("The new last day; otherwise the latest.", valueName: "YYYY-MM-DD"))
  var until: CivilDate?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entry = try await vault.extendRequest(id, reason: reason, until: until)
    return .request(
      entry,
      "extended; tell the person, with the reason, within one month of receipt")
  }
}
