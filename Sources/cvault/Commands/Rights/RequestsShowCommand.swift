import ArgumentParser
import ConsentVault

struct RequestsShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a request.")

  @Argument(help: "The request.") var id: Identifier
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let request = try vault.rightsRequest(id)
    return Answer(request.json, [request.facts])
  }
}
