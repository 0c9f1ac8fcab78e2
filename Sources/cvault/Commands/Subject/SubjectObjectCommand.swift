import ArgumentParser
import ConsentVault
import VaultModel

struct SubjectObjectCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "object",
    abstract: "Record an objection (GDPR Art. 21): it is never refused.",
    discussion: """
      Without --purpose it is about every purpose that rests on a legitimate interest, and about direct \
      marketing: what the policy names marketing, whatever its basis. It does not stop what rests on a \
      contract or a legal obligation.
      """)

  @Argument(help: "Who objects.") var subject: String
  @Option(help: "A purpose, or a group of purposes.") var purpose: String?
  @Option(help: ArgumentHelp("When it was said (RFC 3339); otherwise now.", valueName: "time"))
  var at: Timestamp?
  @OptionGroup var answering: AnsweringOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let objection = try await vault.object(
      id, purpose: purpose, answering: answering.request, eventTime: at)
    let stopped = objection.revocations.map { $0.purpose ?? "*" }
    let closed = objection.revocations.flatMap(\.closed)
    let sentence =
      stopped.isEmpty
      ? "recorded nothing: the policy has no purpose that an objection is about"
      : "recorded the objection: \(closed.count) \(closed.count == 1 ? "record" : "records") closed"
    let goesOn = objection.unaffected.map {
      TextBlock.Fact("goes on", "\($0): it rests on a contract or a legal obligation")
    }
    return .change(
      [
        "subject": .text(id.text), "purposes": .texts(stopped),
        "closed": .texts(closed.map(\.description)),
        "denials": .texts(objection.revocations.compactMap { $0.denial?.description }),
        "unaffected": .texts(objection.unaffected), "request": .described(answering.request),
        "leaf": .number(objection.revocations.last?.leaf),
      ],
      [
        .sentence(sentence),
        .facts(
          stopped.map { .init("no to", $0) } + goesOn + answering.facts
            + [.init("holds", "from now on, until the person says yes again")]),
      ])
  }
}
