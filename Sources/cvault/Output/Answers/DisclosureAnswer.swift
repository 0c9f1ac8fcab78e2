import ConsentVault

/// The answer of `get`: the one place where plaintext becomes output, because it was asked for.
enum DisclosureAnswer {
  /// The decision with the values.
  static func of(_ disclosure: borrowing Disclosure<AnyPurpose>) -> Answer {
    var byCategory: [JSONValue.Member] = []
    var rows: [[String]] = []
    for (index, value) in disclosure.values.enumerated() {
      let text: String = disclosure.withBytes(of: index) { Self.text($0) }
      let item: JSONValue = [
        "key": .text(value.key), "value": .text(text), "origin": .text(value.origin),
        "collected_at": .described(value.collectedAt),
      ]
      if let last = byCategory.last, last.key == value.category, case .list(let items) = last.value
      {
        byCategory[byCategory.count - 1] = .init(value.category, .list(items + [item]))
      } else {
        byCategory.append(.init(value.category, .list([item])))
      }
      rows.append([value.category, value.key, text, value.origin, "\(value.collectedAt)"])
    }
    let decision = disclosure.decision
    return Answer(
      decision.json.adding([.init("values", .object(byCategory))]),
      decision.blocks + [
        .table(Table(["CATEGORY", "KEY", "VALUE", "ORIGIN", "COLLECTED AT"], rows))
      ])
  }

  /// The bytes as text; values that came through this tool are UTF-8, others are repaired.
  private static func text(_ span: RawSpan) -> String {
    unsafe span.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
