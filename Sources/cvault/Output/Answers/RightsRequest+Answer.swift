import ConsentVault
import VaultModel

extension RightsRequestEntry {
  /// The shape of `requests`: times are RFC 3339, `days_left` are days of the calendar in UTC.
  var json: JSONValue {
    let isOpen = request.state.isOpen
    return [
      "request": .described(request.id), "subject": .text(subject),
      "kind": .text(request.kind.name), "article": .number(request.kind.article),
      "state": .text(request.state.name), "received": .described(request.received),
      "due": .described(request.due),
      "days_left": isOpen ? .number(request.daysLeft(at: time)) : .null,
      "overdue": .flag(request.isOverdue(at: time)), "closed": .described(request.closed),
      "note": .text(note), "identity_check": .text(identityCheck),
      "extension_reason": .text(extensionReason), "refusal": .text(refusal?.rawValue),
      "refusal_reason": .text(refusalReason), "leaf": .number(leaf),
    ]
  }

  /// What it is, for people.
  var facts: TextBlock {
    var facts: [TextBlock.Fact] = [
      .init("request", request.id.description), .init("person", person),
      .init("right", "\(request.kind.name) (GDPR Art. \(request.kind.article))"),
      .init("state", request.state.name), .init("received", LocalTime.text(request.received)),
      .init("due", "\(CivilDate(request.due)), the whole day in UTC"),
    ]
    if request.state.isOpen { facts.append(.init("left", left)) }
    if let closed = request.closed { facts.append(.init("closed", LocalTime.text(closed))) }
    let texts = [
      ("note", note), ("identity", identityCheck), ("extended", extensionReason),
      ("refused", refusal.map { "\($0.rawValue) (GDPR \($0.articles))" }), ("told", refusalReason),
    ]
    facts += texts.compactMap { name, text in text.map { .init(name, $0) } }
    return .facts(facts)
  }

  /// Whose it is.
  var person: String {
    subject ?? (isForgotten ? "erased since" : "somebody whom the vault does not know")
  }

  /// How much time is left, in words.
  fileprivate var left: String {
    guard request.state.isOpen else { return "" }
    switch request.daysLeft(at: time) {
    case 0: return "due today"
    case 1: return "1 day"
    case ..<0 where request.daysLeft(at: time) == -1: return "overdue by 1 day"
    case let days where days < 0: return "overdue by \(-days) days"
    case let days: return "\(days) days"
    }
  }
}

extension [RightsRequestEntry] {
  /// A table for people.
  var table: TextBlock {
    .table(
      Table(
        ["DUE", "LEFT", "RIGHT", "STATE", "PERSON", "RECEIVED", "ID"],
        map { entry in
          let request = entry.request
          return [
            .plain(CivilDate(request.due).description),
            Table.Cell(
              text: entry.left,
              meaning: request.isOverdue(at: entry.time)
                ? .bad : request.state.isOpen ? .good : .faint),
            .plain(request.kind.name), .plain(request.state.name), .plain(entry.subject ?? "-"),
            .plain(CivilDate(request.received).description), .plain(request.id.description),
          ]
        }))
  }
}
