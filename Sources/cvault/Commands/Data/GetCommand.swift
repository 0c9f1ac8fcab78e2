import ArgumentParser
import ConsentVault
import Glibc

struct GetCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Read data for a purpose: the ledger's leaf first, then the values.")

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var request: RequestOptions
  @Flag(help: "Show values on a terminal.") var reveal = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    // Asked before anything is released, so that the ledger records no release that nobody saw.
    guard reveal || !Console.isTerminal(STDOUT_FILENO) else {
      throw CommandError.usage(
        "REVEAL_MISSING", "values are shown on a terminal only with --reveal",
        hint: "add --reveal, or send the output elsewhere")
    }
    switch try vault.accessNow(session.subject(subject), request.request) {
    case .permitted(let disclosure): return DisclosureAnswer.of(disclosure)
    case .denied(let decision):
      return Answer(decision.json, decision.blocks, exit: .denied)
    }
  }
}
