import ArgumentParser
import ConsentVault

struct GrantCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Record a person's consent to one purpose.",
    discussion: """
      What is not named is the policy's own: the purpose's categories and channels, self as \
      recipient, and its longest lifetime.
      """)

  @Argument(help: "Whose consent it is.") var subject: String
  @Option(help: "What it is for.") var purpose: String
  @OptionGroup var scope: ScopeOptions
  @Option(help: "An operation: use, profile or combine.") var operation: [String] = []
  @Option(help: "An origin: inferred, or third-party:NAME.") var origin: [String] = []
  @OptionGroup var end: EndOptions
  @OptionGroup var proof: ProofOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let subject = try session.subject(subject)
    var names = scope.names
    names.operations = operation
    names.origins = origin
    let consent = try await vault.grant(
      subject,
      Grant(
        purpose: purpose, scope: names, end: end.end ?? .longest, notice: proof.notice,
        method: proof.method, giver: proof.giver, evidence: try Evidence.digest(proof.evidenceFile),
        eventTime: proof.at))
    return ChangeAnswer.permission(
      consent, of: subject.text, "granted: \(purpose)",
      undo: ["revoke", self.subject, "--consent", consent.id.description])
  }
}
