import ArgumentParser
import ConsentVault
import VaultModel

struct RequestsRefuseCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "refuse", abstract: "Refuse a request with a reason of the law; that is final.",
    discussion: RightsRefusal.allCases.map { "\($0.rawValue): \($0.articles)" }
      .joined(separator: "\n"))

  @Argument(help: "The request.") var id: Identifier
  @Option(help: ArgumentHelp("Which reason of the law; listed above.", valueName: "code"))
  var code: RightsRefusal
  @Option(help: ArgumentHelp("The same in words, as the person is told.", valueName: "text"))
  var reason: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entry = try await vault.refuseRequest(id, because: code, reason: reason)
    return .request(
      entry,
      """
      refused; tell the person why within one month of receipt, and that they can turn to a supervisory \
      authority and to a court (GDPR Art. 12(4))
      """)
  }
}
