import ArgumentParser
import ConsentVault

struct RevokeCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a consent back: the person's word is never refused.",
    discussion: "The keys of what is closed are destroyed at once. --by company denies nothing.")

  /// Whose word it is.
  enum Party: String, ExpressibleByArgument, CaseIterable {
    case subject
    case company
  }

  @Argument(help: "Who takes it back.") var subject: String
  @Option(help: "A purpose, or a group of purposes.") var purpose: String?
  @Option(help: "One consent by its id.") var consent: Identifier?
  @Flag(help: "Every purpose.") var all = false
  @OptionGroup var scope: ScopeOptions
  @Option(help: "Whose word it is: subject or company.") var by = Party.subject
  @Option(help: "Why, which the company must say.") var reason: String?
  @Option(help: ArgumentHelp("When it was said (RFC 3339); otherwise now.", valueName: "time"))
  var at: Timestamp?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard [purpose != nil, consent != nil, all].count(where: { $0 }) == 1 else {
      throw ValidationError("name one of --purpose, --consent and --all")
    }
    guard consent == nil || scope.words.isEmpty else {
      throw ValidationError("--consent takes back the whole consent; leave the scope out")
    }
    guard by == .subject || scope.words.isEmpty else {
      throw ValidationError("--by company closes whole consents; leave the scope out")
    }
    guard by == .subject || !(reason ?? "").isEmpty else {
      throw ValidationError("--by company needs --reason")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let revocation: Revocation
    switch (by, consent) {
    case (.company, _):
      revocation = try await vault.revoke(
        id, purpose: purpose, consent: consent, reason: reason ?? "", eventTime: at)
    case (.subject, .some(let consent)):
      revocation = try await vault.withdraw(
        id, consent: consent, reason: reason, eventTime: at)
    case (.subject, nil):
      revocation = try await vault.withdraw(
        id, purpose: purpose, scope: scope.names, reason: reason, eventTime: at)
    }
    return ChangeAnswer.revocation(
      revocation, of: id.text,
      undo: ["grant", subject, "--purpose", revocation.purpose ?? "P", "…"])
  }
}
