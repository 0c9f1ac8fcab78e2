import ConsentVault

extension Decision {
  /// The shape of `check`; `get` adds the leaf.
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("decision", .text(verdict.rawValue)), .init("reasons", .list(reasons.map(\.json))),
      .init(
        "permissions",
        .object(
          permissions.sorted { $0.key < $1.key }.map { .init($0.key, .described($0.value)) })),
      .init(
        "withheld",
        .list(withheld.map { ["category": .text($0.category), "code": .text($0.code)] })),
      .init("obligations", .texts(obligations)), .init("policy", policy.json),
      .init("at", .described(time)),
    ]
    if let leaf { members.append(.init("leaf", .number(leaf))) }
    return .object(members)
  }

  /// For people: the verdict, every reason with its hint, and what is due.
  var blocks: [TextBlock] {
    var blocks: [TextBlock] = [.sentence(verdict == .permit ? "permitted" : "denied")]
    for reason in reasons {
      let place = reason.place.map { " (\($0))" } ?? ""
      blocks.append(.sentence("  \(reason.code): \(ReasonText.message(reason.code))\(place)"))
      if let hint = ReasonText.hint(reason.code) { blocks.append(.sentence("    hint: \(hint)")) }
    }
    var facts = permissions.sorted { $0.key < $1.key }.map {
      TextBlock.Fact($0.key, "rests on \($0.value)")
    }
    facts += withheld.map { TextBlock.Fact($0.category, "withheld: \($0.code)") }
    if !obligations.isEmpty { facts.append(.init("due", obligations.joined(separator: " "))) }
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    return blocks
  }
}

extension Decision.Reason {
  var json: JSONValue {
    [
      "code": .text(code), "message": .text(ReasonText.message(code)),
      "hint": .text(ReasonText.hint(code)), "policy": .text(place),
    ]
  }
}

extension Decision.PolicyReference {
  var json: JSONValue {
    ["name": .text(name), "version": .text(version), "digest": .text("sha256:\(digest)")]
  }
}
