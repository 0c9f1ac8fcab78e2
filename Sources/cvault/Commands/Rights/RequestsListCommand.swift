import ArgumentParser
import ConsentVault
import VaultModel

struct RequestsListCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the requests that wait for an answer, the first due first."
  )

  @Flag(help: "Only those that wait for an answer, which is the default.") var open = false
  @Flag(help: "Also those that were answered or refused.") var all = false
  @Option(help: ArgumentHelp("Only what is due by then or overdue.", valueName: "duration"))
  var within: TimeSpan?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !open || !all else { throw ValidationError("--open and --all name two lists") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let requests = try vault.requests(all: all, within: within)
    return Answer(.list(requests.map(\.json)), [requests.table])
  }
}
