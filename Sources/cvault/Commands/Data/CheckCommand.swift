import ArgumentParser
import ConsentVault

struct CheckCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Decide, and release nothing: exit 0 permitted, 3 denied.")

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var request: RequestOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let decision = try vault.check(session.subject(subject), request.request)
    return Answer(
      decision.json, decision.blocks, exit: decision.verdict == .permit ? .done : .denied)
  }
}
