import ConsentVault
import VaultModel

/// A statement as one JSON object, its values one by one.
enum StatementJSON {
  /// Writes all of it; the shape is stable, and fields may be added.
  static func write(_ export: borrowing SubjectExport, to output: StatementOutput) throws {
    let statement = export.statement
    try output.write("{")
    for member in statement.head { try write(member, to: output) }
    try output.write("\"values\":[")
    for index in statement.values.indices {
      if index > 0 { try output.write(",") }
      try output.write("{")
      for member in statement.members(of: statement.values[index]) {
        try write(member, to: output)
      }
      try export.withBytes(of: index) { try write($0, to: output) }
      try output.write("}")
    }
    try output.write("]")
    for member in statement.tail {
      try output.write(",")
      try output.write(JSONValue.text(member.key).encoded + [UInt8(ascii: ":")])
      try output.write(member.value.encoded)
    }
    try output.write("}\n")
  }

  /// A member with the comma behind it.
  private static func write(_ member: JSONValue.Member, to output: StatementOutput) throws {
    try output.write(JSONValue.text(member.key).encoded + [UInt8(ascii: ":")])
    try output.write(member.value.encoded + [UInt8(ascii: ",")])
  }

  /// The last two members of a value.
  private static func write(_ span: RawSpan, to output: StatementOutput) throws {
    try ValueText.of(span) { bytes, encoding in
      try output.write("\"encoding\":\"\(encoding.rawValue)\",\"value\":\"")
      for place in bytes.indices {
        try output.write(JSONValue.escape(bytes[place]) ?? [bytes[place]])
      }
      try output.write("\"")
    }
  }
}

extension SubjectStatement {
  /// What stands before the values.
  fileprivate var head: [JSONValue.Member] {
    [
      .init("statement", .text(scope.rawValue)), .init("format", .number(1)),
      .init("subject", .text(subject)), .init("made_at", .described(madeAt)),
      .init("leaf", .number(leaf)), .init("policy", policy.json),
      .init(
        "controller", ["name": .text(controller.name), "contact": .text(controller.contact)]),
      .init("status", .text(status)), .init("restricted_since", .described(restrictedSince)),
    ]
  }

  /// A value, but its bytes.
  fileprivate func members(of value: StatedValue) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("category", .text(value.category)), .init("title", .text(title(of: value.category))),
      .init("key", .text(value.key)), .init("origin", .text(value.origin)),
      .init("collected_at", .described(value.collectedAt)),
    ]
    if scope == .access {
      members += [
        .init("version", .number(value.version)),
        .init("versions", .list(value.versions.map(\.json))),
        .init("purposes", .texts(value.purposes)),
        .init("in_retention", .flag(value.isInRetention)),
        .init("retained_for", .texts(value.retainedFor)),
        .init("kept_until", .described(value.keptUntil)),
      ]
    }
    return members
  }

  /// What stands behind the values.
  fileprivate var tail: [JSONValue.Member] {
    guard scope == .access else { return [] }
    return [
      .init("consents", .list(consents.map { permission($0) })),
      .init("grounds", .list(grounds.map { permission($0) })),
      .init("denials", .list(denials.map(\.json))),
      .init("requests", .list(requests.map(\.json))),
      .init("uses", .list(uses.filter(\.isPermitted).map(\.json))),
      .init("refused_uses", .list(uses.filter { !$0.isPermitted }.map(\.json))),
      .init("events", .list(events.map(\.json))), .init("names", names.json),
      .init(
        "rights",
        .list(
          RightsText.all.map {
            ["right": .text($0.title), "article": .text($0.article), "how": .text($0.text)]
          })),
    ]
  }

  private func permission(_ consent: Consent) -> JSONValue {
    consent.jsonWithEvents(of: subject).adding([.init("in_force", .flag(isInForce(consent)))])
  }

  /// What people call a category.
  func title(of category: String) -> String { names.categories[category] ?? category }
}

extension StatedValue.Version {
  fileprivate var json: JSONValue {
    [
      "version": .number(number), "event": .text(word), "at": .described(time),
      "actor": .text(actor), "leaf": .number(leaf),
    ]
  }

  /// What was done.
  var word: String { number == 0 ? "removed" : isRectification ? "rectified" : "stored" }
}

extension StatedUse {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("leaf", .number(leaf)), .init("at", .described(time)), .init("actor", .text(actor)),
      .init("purpose", .text(purpose)), .init("categories", .texts(categories)),
      .init("recipient", .text(recipient)), .init("channel", .text(channel)),
      .init("operation", .text(operation)),
    ]
    members.append(
      isPermitted
        ? .init("permissions", .texts(permissions.map(\.description)))
        : .init("reasons", .texts(reasons)))
    return .object(members)
  }
}

extension StatedEvent {
  fileprivate var json: JSONValue {
    [
      "leaf": .number(leaf), "at": .described(time), "event": .text(name), "actor": .text(actor),
      "purpose": .text(purpose), "categories": .texts(categories),
    ]
  }
}

extension StatedNames {
  fileprivate var json: JSONValue {
    let titles = { (names: [String: String]) in
      JSONValue.object(names.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
    }
    return [
      "purposes": .object(
        purposes.sorted { $0.key < $1.key }.map { name, purpose in
          .init(
            name,
            [
              "title": .text(purpose.title), "benefit": .text(purpose.benefit),
              "basis": .text(purpose.basis.rawValue),
            ])
        }),
      "categories": titles(categories), "actors": titles(actors), "recipients": titles(recipients),
    ]
  }
}
