import ConsentVault

extension Consent {
  /// The shape of `grant`, and of `ground open` with `ground` in the place of `consent`.
  ///
  /// - Parameter subject: Whose it is, where that is known.
  /// - Returns: An object whose keys keep their order.
  func json(of subject: String?) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(kind == .consent ? "consent" : "ground", .described(id)),
      .init("subject", .text(subject)), .init("purpose", .text(purpose)),
      .init("categories", .texts(categories)), .init("recipients", .texts(recipients)),
      .init("channels", .texts(channels)), .init("operations", .texts(operations)),
      .init("origins", .texts(origins)), .init("from", .described(from)),
      .init("until", .described(until)), .init("state", .text(state)),
    ]
    if kind == .consent {
      members.append(.init("method", .text(method?.rawValue)))
      members.append(.init("notice", notice.map(\.json) ?? .null))
    }
    if let detail {
      if kind == .consent { members.append(.init("giver", .described(detail.giver))) }
      if kind == .consent { members.append(.init("evidence", .described(detail.evidence))) }
      if kind == .ground { members.append(.init("reference", .text(detail.reference))) }
      // An import is the evidence of its rows.
      if let source = detail.source { members.append(.init("source", .text(source))) }
    }
    if let leaf { members.append(.init("leaf", .number(leaf))) }
    return .object(members)
  }

  /// The shape of `consents` and `show`: the same with its events.
  func jsonWithEvents(of subject: String?) -> JSONValue {
    json(of: subject).adding([
      .init("version", .number(version)), .init("events", .list(events.map(\.json))),
    ])
  }

  /// What it is, for people.
  var facts: TextBlock {
    var facts: [TextBlock.Fact] = [
      .init(kind == .consent ? "consent" : "ground", id.description), .init("purpose", purpose),
      .init("categories", categories.joined(separator: " ")),
      .init("recipients", recipients.joined(separator: " ")),
      .init("channels", channels.joined(separator: " ")),
      .init("operations", operations.joined(separator: " ")),
      .init("origins", origins.joined(separator: " ")), .init("from", LocalTime.text(from)),
      .init("until", LocalTime.text(until)), .init("state", state),
    ]
    if let method { facts.append(.init("method", method.rawValue)) }
    if let notice {
      facts.append(.init("notice", "\(notice.id).\(notice.language) sha256:\(notice.sha256)"))
    }
    if let giver = detail?.giver { facts.append(.init("giver", giver.description)) }
    if let evidence = detail?.evidence { facts.append(.init("evidence", "sha256:\(evidence)")) }
    if let reference = detail?.reference { facts.append(.init("reference", reference)) }
    if let source = detail?.source { facts.append(.init("imported from", source)) }
    return .facts(facts.filter { !$0.text.isEmpty })
  }
}

extension Consent.Notice {
  var json: JSONValue {
    ["id": .text(id), "language": .text(language), "sha256": .described(sha256)]
  }
}

extension Consent.Event {
  var json: JSONValue {
    [
      "event": .text(name), "at": .described(time), "event_at": .described(eventTime),
      "actor": .text(actor), "leaf": .number(leaf),
    ]
  }
}

extension [Consent] {
  /// A table for people.
  var table: TextBlock {
    .table(
      Table(
        ["ID", "PURPOSE", "STATE", "FROM", "UNTIL", "CATEGORIES"],
        map { consent in
          [
            .plain(consent.id.description), .plain(consent.purpose),
            Table.Cell(
              text: consent.state, meaning: consent.state == "given" ? .good : .faint),
            .plain(LocalTime.local(consent.from) ?? "\(consent.from)"),
            .plain(LocalTime.local(consent.until) ?? "\(consent.until)"),
            .plain(consent.categories.joined(separator: " ")),
          ]
        }))
  }
}
