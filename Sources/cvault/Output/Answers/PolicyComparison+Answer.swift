import PolicyTools
import VaultModel
import VaultPolicy

extension PolicyComparison {
  /// For programs.
  func value(from old: Policy, to new: Policy) -> JSONValue {
    func named(_ policy: Policy) -> JSONValue {
      ["name": .text(policy.name), "version": .text(policy.version.text)]
    }
    return [
      "old": named(old), "new": named(new), "same": .flag(isEmpty),
      "permitted": .number(permitted), "denied": .number(denied),
      "combinations": .list(shifts.map(\.value)), "changes": .list(changes.map(\.value)),
    ]
  }

  /// For people.
  func blocks(from old: Policy, to new: Policy) -> [TextBlock] {
    let title = "\(old.name) \(old.version.text) to \(new.name) \(new.version.text)"
    guard !isEmpty else { return [.sentence("\(title): the same policy")] }
    return [
      .sentence(
        "\(title): \(combinations(permitted)) become permitted, \(denied) become denied")
    ] + shifts.flatMap(\.lines)
      + (changes.isEmpty
        ? []
        : [
          .sentence(""),
          .table(Table(["WHAT", "TERM", "BEFORE", "AFTER"], changes.flatMap(\.rows))),
        ])
  }
}

private func combinations(_ count: Int) -> String {
  count == 1 ? "1 combination" : "\(count) combinations"
}

extension Reach.Dimension {
  /// The word for one name of it.
  fileprivate var word: String {
    switch self {
    case .actor: "actor"
    case .category: "category"
    case .recipient: "recipient"
    case .channel: "channel"
    }
  }

  /// The word for several.
  fileprivate var words: String { self == .category ? "categories" : "\(word)s" }
}

extension PolicyComparison.Shift {
  fileprivate var value: JSONValue {
    [
      "purpose": .text(purpose), "becomes": .text(permits ? "permitted" : "denied"),
      "because": .text("\(dimension?.word ?? "purpose") \(permits ? "added" : "removed")"),
      "names": reach.texts(names), "count": .number(count),
      "actors": .texts(reach[.actor]), "categories": .texts(reach[.category]),
      "recipients": .texts(reach[.recipient]), "channels": reach.channels,
    ]
  }

  /// What happened, and below it the names of which each combination has one.
  fileprivate var lines: [TextBlock] {
    let what =
      dimension.map { "\(names.count == 1 ? $0.word : $0.words) \(Reach.words(names)) " } ?? ""
    return [
      .sentence(
        "\(purpose): \(what)\(permits ? "added" : "removed"): \(combinations(count)) "
          + "become\(count == 1 ? "s" : "") \(permits ? "permitted" : "denied")"),
      .sentence(
        "    " + Reach.Dimension.allCases.map { Reach.words(reach[$0]) }.joined(separator: " × ")),
    ]
  }
}

extension Reach {
  /// Names for people; a request that names no channel has words of its own.
  static func words(_ names: [String]) -> String {
    names.map { $0 == noChannel ? "no channel" : $0 }.joined(separator: ", ")
  }

  /// The channels for programs: `null` for a request that names none.
  var channels: JSONValue { texts(self[.channel]) }

  fileprivate func texts(_ names: [String]) -> JSONValue {
    .list(names.map { $0 == Self.noChannel ? .null : .text($0) })
  }
}

extension PolicyComparison.Change {
  fileprivate var value: JSONValue {
    [
      "element": .text(element.rawValue), "name": .text(name), "change": .text(kind.rawValue),
      "terms": .list(
        terms.map { ["term": .text($0.key), "old": .term($0.old), "new": .term($0.new)] }),
    ]
  }

  fileprivate var rows: [[String]] {
    let what = element == .policy ? "policy" : "\(element.rawValue) \(name)"
    return switch kind {
    case .added: [[what, "added"]]
    case .removed: [[what, "removed"]]
    case .changed: terms.map { [what, $0.key, words($0.old), words($0.new)] }
    }
  }

  private func words(_ value: PolicyElement.Value?) -> String {
    switch value {
    case nil: "–"
    case .text(let text): text
    case .list(let items): items.joined(separator: ", ")
    }
  }
}

extension JSONValue {
  /// What a term says; `null` where nothing is said.
  static func term(_ value: PolicyElement.Value?) -> JSONValue {
    switch value {
    case nil: .null
    case .text(let text): .text(text)
    case .list(let items): .texts(items)
    }
  }
}
