import ArgumentParser
import ConsentVault

struct GroundOpenCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a ground; what is not named is all that the purpose has.")

  @Argument(help: "Whom it is about.") var subject: String
  @Option(help: "What it is for.") var purpose: String
  @Option(help: "What it rests on, such as a contract number.") var reference: String
  @OptionGroup var end: EndOptions
  @Option(help: ArgumentHelp("When it begins (RFC 3339); otherwise now.", valueName: "time"))
  var from: Timestamp?
  @OptionGroup var scope: ScopeOptions
  @Option(help: "An operation: use, profile or combine.") var operation: [String] = []
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard end.end != nil else { throw ValidationError("a ground needs --for or --until") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    var names = scope.names
    names.operations = operation
    let ground = try await vault.openGround(
      id,
      Ground(
        purpose: purpose, reference: reference, end: end.end ?? .longest, from: from, scope: names))
    return ChangeAnswer.permission(
      ground, of: id.text, "opened: \(purpose)", undo: ["ground", "close", ground.id.description])
  }
}
