import ConsentVault

extension ImpactReport {
  /// Counts by purpose, and a few examples that name nobody.
  var json: JSONValue {
    [
      "policy": policy.json, "candidate": candidate.json, "at": .described(time),
      "live": .list(live.map(\.json)),
      "past": [
        "decisions": .number(decisions), "newly_denied": .number(past.sum(\.newlyDenied)),
        "newly_permitted": .number(past.sum(\.newlyPermitted)),
        "undetermined": .number(past.sum(\.undetermined)), "forgotten": .number(forgotten),
        "purposes": .list(past.map(\.json)),
      ],
      "vanished": [
        "purposes": .texts(vanishedPurposes), "categories": .texts(vanishedCategories),
      ],
      "examples": .list(examples.map(\.json)),
    ]
  }

  /// For people: what changes, purpose by purpose.
  var blocks: [TextBlock] {
    let names = "\(policy.version) to \(candidate.version)"
    guard !isNone else {
      return [
        .sentence("nothing changes from \(names)"), .sentence("  \(basis)"),
      ]
    }
    var blocks: [TextBlock] = [
      .sentence("if \(candidate.name) \(names) were loaded (\(basis)):"),
      .table(Table(Live.headings, live.filter(\.isChanged).map(\.row))),
    ]
    if !past.isEmpty {
      blocks.append(.sentence("decisions of the past:"))
      blocks.append(.table(Table(Past.headings, past.map(\.row))))
    }
    var facts: [TextBlock.Fact] = []
    if forgotten > 0 {
      facts.append(.init("forgotten", "\(forgotten) decisions about people erased since"))
    }
    if !vanishedPurposes.isEmpty {
      facts.append(.init("gone", "purposes: \(vanishedPurposes.joined(separator: " "))"))
    }
    if !vanishedCategories.isEmpty {
      facts.append(.init("gone", "categories: \(vanishedCategories.joined(separator: " "))"))
    }
    facts += examples.map { .init($0.verdict == .permit ? "permits" : "denies", $0.text) }
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    return blocks
  }

  private var basis: String {
    "live permissions: \(live.sum(\.permissions)), past decisions: \(decisions)"
  }
}

extension ImpactReport.Live {
  var json: JSONValue {
    [
      "purpose": .text(purpose), "permissions": .number(permissions),
      "newly_denied": .number(newlyDenied), "emptied": .number(emptied),
      "newly_permitted": .number(newlyPermitted), "too_long": .number(tooLong),
      "basis_mismatched": .number(basisMismatched), "denied_points": .number(deniedPoints),
      "permitted_points": .number(permittedPoints), "codes": codes.json,
    ]
  }

  fileprivate var isChanged: Bool {
    newlyDenied + newlyPermitted + tooLong + basisMismatched > 0
  }

  fileprivate static let headings = [
    "PURPOSE", "LIVE", "DENIED", "WHOLLY", "PERMITTED", "TOO LONG", "BASIS", "WHY",
  ]

  fileprivate var row: [String] {
    [
      purpose, "\(permissions)", "\(newlyDenied)", "\(emptied)", "\(newlyPermitted)", "\(tooLong)",
      "\(basisMismatched)", codes.words,
    ]
  }
}

extension ImpactReport.Past {
  var json: JSONValue {
    [
      "purpose": .text(purpose), "newly_denied": .number(newlyDenied),
      "newly_permitted": .number(newlyPermitted), "undetermined": .number(undetermined),
      "codes": codes.json,
    ]
  }

  fileprivate static let headings = ["PURPOSE", "DENIED", "PERMITTED", "UNDETERMINED", "WHY"]

  fileprivate var row: [String] {
    [purpose, "\(newlyDenied)", "\(newlyPermitted)", "\(undetermined)", codes.words]
  }
}

extension ImpactReport.Example {
  fileprivate var json: JSONValue {
    [
      "decision": .text(verdict.rawValue), "actor": .text(request.actor),
      "purpose": .text(request.purpose), "categories": .texts(request.categories),
      "operation": .text(request.operation), "recipient": .text(request.recipient),
      "channel": .text(request.channel), "codes": .texts(codes), "leaf": .number(leaf),
    ]
  }

  /// In one line.
  fileprivate var text: String {
    let categories = request.categories.joined(separator: " ")
    let operation = request.operation == "use" ? "" : ", to \(request.operation)"
    let recipient = request.recipient == "self" ? "" : ", given to \(request.recipient)"
    let channel = request.channel.map { ", by \($0)" } ?? ""
    let leaf = leaf.map { ", leaf \($0)" } ?? ""
    return """
      \(request.actor), \(request.purpose), \(categories)\(operation)\(recipient)\(channel)\(leaf): \
      \(codes.joined(separator: " "))
      """
  }
}

extension [String: Int] {
  /// By code.
  fileprivate var json: JSONValue {
    .object(sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) })
  }

  /// The most frequent first.
  fileprivate var words: String {
    sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
      .joined(separator: ", ")
  }
}

extension Array {
  fileprivate func sum(_ count: KeyPath<Element, Int>) -> Int {
    reduce(0) { $0 + $1[keyPath: count] }
  }
}
