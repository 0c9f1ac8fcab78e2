import ArgumentParser
import ConsentVault

struct PutCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Store values; a live permission must cover each of them.",
    discussion: """
      The values are one JSON object on standard input: {"contact.email": "…", \
      "preference.size": ["M", "38"]}. What a category held before is replaced.
      """)

  @Argument(help: "Whom they are about.") var subject: String
  @OptionGroup var values: ValueOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let stored = try await vault.put(id, values.read(session))
    return stored.answer(of: id.text, "stored")
  }
}
