import ArgumentParser
import ConsentVault
import VaultModel

struct PolicyWhomCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "whom",
    abstract: "List whom a purpose may reach now, or count them.",
    discussion: """
      Those about whom `get --partial`, for the purpose's categories and over one of its channels, would \
      be permitted at this moment. Nothing is released, and no leaf is written. A \
      list needs an owner's key, a count one that opens the purpose.
      """)

  @Option(help: ArgumentHelp("What it is for.", valueName: "purpose")) var purpose: String
  @Option(
    help: ArgumentHelp("How they would be contacted; any of the purpose's channels if left out."))
  var channel: String?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Who would ask; any actor of the purpose if left out.", valueName: "actor"))
  var asker: String?
  @Option(help: ArgumentHelp("How many at most; all if left out.", valueName: "n")) var limit: Int?
  @Option(help: ArgumentHelp("The last one of the list before.", valueName: "subject"))
  var after: String?
  @Flag(help: "Say only how many there are.") var count = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit is at least 1") }
    guard !count || (limit == nil && after == nil) else {
      throw ValidationError("--count takes neither --limit nor --after")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    if count {
      return try vault.countContactable(for: purpose, as: asker, over: channel).answer(purpose)
    }
    guard session.console.format == .table else {
      var stream = ListStream(session.console.format, members: Contactable.members)
      try each(vault, session) { try stream.add($0.json) }
      try stream.finish()
      return .written
    }
    var rows: [[String]] = []
    try each(vault, session) { rows.append($0.row) }
    guard rows.isEmpty, after == nil else {
      return Answer(
        .null, [.table(Table(["SUBJECT", "CHANNELS", "CATEGORIES"], rows))])
    }
    return try vault.countContactable(for: purpose, as: asker, over: channel).answer(purpose)
  }

  private func each(
    _ vault: Vault, _ session: Session, _ body: (Contactable) throws -> Void
  ) throws {
    var left = limit ?? .max
    try vault.eachContactable(
      for: purpose, as: asker, over: channel, after: after.map(session.subject)
    ) { contactable in
      try body(contactable)
      left -= 1
      return left > 0
    }
  }
}

extension Contactable {
  fileprivate static let members = ["subject", "channels", "categories"]

  fileprivate var json: JSONValue {
    [
      "subject": .text(subject.text), "channels": .texts(means.channels),
      "categories": .texts(means.categories),
    ]
  }

  fileprivate var row: [String] {
    [
      subject.text, means.channels.joined(separator: " "),
      means.categories.joined(separator: " "),
    ]
  }
}

extension ContactableCount {
  fileprivate func answer(_ purpose: String) -> Answer {
    Answer(
      ["purpose": .text(purpose), "count": .number(count), "reasons": .texts(reasons)],
      [
        .sentence("\(count) \(count == 1 ? "person" : "people") now")
      ]
        + (reasons.isEmpty
          ? [] : [.facts(reasons.map { .init($0, ReasonText.message($0)) })]))
  }
}
