import ArgumentParser
import ConsentVault

struct PolicyExplainCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Decide as `check` does, and say why in sentences: exit 0 permitted, 3 denied.",
    discussion: """
      A permit names the permissions that it rests on and what will end it; a denial names every reason with \
      its place in the policy, the records and the person's words that stand against it, and when the contact \
      rules allow the next contact. An actor that may not ask for the purpose learns that alone.
      """)

  @Argument(help: "Whose data.") var subject: String
  @OptionGroup var request: RequestOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let explanation = try vault.explain(session.subject(subject), request.request)
    return Answer(
      explanation.json,
      explanation.sentences(writing: LocalTime.text).enumerated().map {
        .sentence($0.offset == 0 ? $0.element : "  \($0.element)")
      },
      exit: explanation.decision.verdict == .permit ? .done : .denied)
  }
}
