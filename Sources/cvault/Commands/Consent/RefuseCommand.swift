import ArgumentParser
import ConsentVault

struct RefuseCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "refuse", abstract: "Record a person's no, also of somebody never seen before.")

  @Argument(help: "Who says no.") var subject: String
  @Option(help: "A purpose, or a group of purposes.") var purpose: String?
  @Flag(help: "Every purpose.") var all = false
  @OptionGroup var scope: ScopeOptions
  @Option(help: ArgumentHelp("When it was said (RFC 3339); otherwise now.", valueName: "time"))
  var at: Timestamp?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (purpose != nil) != all else {
      throw ValidationError("name one of --purpose and --all")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let revocation = try await vault.refuse(
      id, purpose: purpose, scope: scope.names, eventTime: at)
    return ChangeAnswer.revocation(
      revocation, of: id.text, undo: ["grant", subject, "--purpose", purpose ?? "P", "…"])
  }
}
