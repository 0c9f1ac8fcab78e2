import ArgumentParser
import ConsentVault

struct SubjectShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what the vault holds about a person, without the values.")

  @Argument(help: "Who.") var subject: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    let report = try vault.report(on: id)
    return Answer(report.json(of: id.text), report.blocks(of: id.text))
  }
}

extension SubjectReport {
  fileprivate func json(of subject: String) -> JSONValue {
    let head: JSONValue = [
      "subject": .text(subject), "status": .text(summary.status),
      "since": .described(summary.since),
    ]
    return head.adding([
      .init("consents", .list(consents.map { $0.jsonWithEvents(of: subject) })),
      .init("grounds", .list(grounds.map { $0.jsonWithEvents(of: subject) })),
      .init("denials", .list(denials.map(\.json))), .init("values", .list(values.map(\.json))),
    ])
  }

  fileprivate func blocks(of subject: String) -> [TextBlock] {
    var facts: [TextBlock.Fact] = [.init("subject", subject), .init("status", summary.status)]
    if let since = summary.since { facts.append(.init("since", LocalTime.text(since))) }
    return [
      .facts(facts), .sentence("consents: \(consents.count)"), consents.table,
      .sentence("grounds: \(grounds.count)"), grounds.table,
      .sentence("denials: \(denials.count)"),
      .table(Table(["SAID", "WORD", "PURPOSE", "SCOPE"], denials.map(\.row))),
      .sentence("values: \(values.count)"),
      .table(Table(["CATEGORY", "KEY", "ORIGIN", "COLLECTED", "VERSION"], values.map(\.row))),
    ]
  }
}

extension SubjectReport.Denial {
  var json: JSONValue {
    [
      "denial": .described(id), "word": .text(word), "purpose": .text(purpose ?? "*"),
      "categories": categories.map(JSONValue.texts) ?? .null,
      "channels": channels.map(JSONValue.texts) ?? .null,
      "recipients": recipients.map(JSONValue.texts) ?? .null,
      "event_at": .described(eventTime), "recorded_at": .described(recordedTime),
    ]
  }

  fileprivate var row: [String] {
    let scope = [categories, channels, recipients].compactMap { $0?.joined(separator: " ") }
    return [
      LocalTime.text(eventTime), word, purpose ?? "*",
      scope.isEmpty ? "everything" : scope.joined(separator: ", "),
    ]
  }
}

extension SubjectReport.Value {
  fileprivate var json: JSONValue {
    [
      "category": .text(category), "key": .text(key), "origin": .text(origin),
      "collected_at": .described(collectedAt), "version": .number(version),
      "bytes": .number(bytes),
    ]
  }

  fileprivate var row: [String] {
    [category, key, origin, LocalTime.text(collectedAt), "\(version)"]
  }
}
