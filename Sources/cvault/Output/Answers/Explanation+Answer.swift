import ConsentVault

extension Explanation {
  /// The shape of `check` with what explains it.
  var json: JSONValue {
    JSONValue.object(decision.json.members.map { $0.key == "reasons" ? reasons : $0 }).adding([
      .init("explanation", .texts(sentences())), .init("title", .text(title)),
      .init("benefit", .text(benefit)),
      .init("records", .list(records.map(\.json))), .init("denials", .list(denials.map(\.json))),
      .init("next_contact", .described(nextContact)),
      .init("next_contact_local", .text(nextContactLocal)),
      .init("turns", turn.map(\.json) ?? .null),
    ])
  }

  /// Those of `check`, each with the categories that it concerns.
  private var reasons: JSONValue.Member {
    .init(
      "reasons",
      .list(
        decision.reasons.map {
          $0.json.adding([.init("categories", .texts(concerned[$0.code] ?? []))])
        }))
  }
}

extension Explanation.Record {
  fileprivate var json: JSONValue {
    [
      (consent.kind == .consent ? "consent" : "ground"): .described(consent.id),
      "state": .text(consent.state), "categories": .texts(consent.categories),
      "recipients": .texts(consent.recipients), "channels": .texts(consent.channels),
      "operations": .texts(consent.operations), "from": .described(consent.from),
      "until": .described(consent.until), "given": .described(given),
      "changed": .described(changed), "method": .text(consent.method?.rawValue),
      "notice": consent.notice.map(\.json) ?? .null, "covers": .texts(covers),
    ]
  }
}

extension Explanation.Turn {
  fileprivate var json: JSONValue {
    ["at": .described(time), "decision": .text(verdict.rawValue), "codes": .texts(codes)]
  }
}
