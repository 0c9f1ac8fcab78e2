import ArgumentParser
import ConsentVault
import VaultModel

struct RequestsOpenCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Record that a person asks to use a right.",
    discussion: """
      Of somebody whom the vault does not know the id is not kept: note in --note where the answer goes.
      """)

  @Argument(help: "Who asks.") var subject: String
  @Option(
    help: ArgumentHelp(
      "access, portability, rectification, restriction, objection or erasure.", valueName: "right"))
  var kind: RightsRequestKind
  @Option(help: ArgumentHelp("When it came in (RFC 3339); otherwise now.", valueName: "time"))
  var received: Timestamp?
  @Option(help: ArgumentHelp("What to remember, such as a ticket's number.", valueName: "text"))
  var note: String?
  @Option(help: ArgumentHelp("How it was made sure who asks.", valueName: "text"))
  var identityCheck: String?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let entry = try await vault.openRequest(
      of: session.subject(subject), kind, received: received, note: note,
      identityCheck: identityCheck)
    return .request(
      entry, "recorded",
      next: entry.request.kind.command(subject, entry.request.id))
  }
}

extension RightsRequestKind {
  /// The words of the command that does what such a request asks for, and answers it.
  fileprivate func command(_ subject: String, _ id: Identifier) -> [String] {
    let words: [String] =
      switch self {
      case .access: ["export", subject, "--to", "statement.html"]
      case .portability: ["export", subject, "--portable", "--to", "data.json"]
      case .rectification: ["rectify", subject]
      case .restriction: ["restrict", subject]
      case .objection: ["object", subject]
      case .erasure: ["erase", subject]
      }
    return ["cvault", "subject"] + words + ["--request", id.description]
  }
}

extension Answer {
  /// A change of a request.
  static func request(
    _ entry: RightsRequestEntry, _ sentence: String, next: [String]? = nil
  ) -> Answer {
    var blocks: [TextBlock] = [.sentence(sentence), entry.facts]
    if let next {
      let words = next.map { ShellWord.quoted($0) }.joined(separator: " ")
      blocks.append(.facts([.init("answer with", words)]))
    }
    return .change(entry.json, blocks)
  }
}
