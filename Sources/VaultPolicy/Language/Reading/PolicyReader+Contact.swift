import VaultModel

/// How often, and when, a person may be contacted.
extension PolicyReader {
  mutating func readContact(_ document: Document, of what: @autoclosure () -> String)
    -> ContactRule?
  {
    let fields = input.fields(document, of: what(), keys: PolicyKeys.contact)
    guard case .mapping = document.value else { return nil }
    var rule = ContactRule()
    if let document = fields["at_most"] {
      let cap =
        form == .source ? ContactRule.cap(document.words) : canonicalCap(document)
      if let cap = input.cap(cap, from: document, of: "`at_most` in \(what())") {
        rule.atMost = cap.count
        rule.per = cap.per
      }
    }
    if let document = fields["quiet"] {
      let hours =
        form == .source ? QuietHours(document.words) : canonicalQuiet(document)
      rule.quiet = input.quietHours(
        hours, from: document, of: "`quiet` in \(what())", zoneExists: zoneExists)
    }
    if fields.entries.isEmpty {
      input.report(
        .contactRuleInvalid, "\(what()) says nothing", hint: "add `at_most` or `quiet`",
        at: document.position)
    }
    return rule
  }

  /// `{"count":N,"per":MILLISECONDS}`.
  private func canonicalCap(_ document: Document) -> (Int, TimeSpan)? {
    guard let numbers = numbers(document, keys: ["count", "per"]),
      let span = TimeSpan(milliseconds: numbers[1])
    else { return nil }
    return ContactRule.cap(numbers[0], per: span)
  }

  /// `{"from":MINUTE,"until":MINUTE,"zone":"…"}`.
  private func canonicalQuiet(_ document: Document) -> QuietHours? {
    guard case .mapping(let entries) = document.value, entries.count == 3,
      case .text(let zone) = entries.first(where: { $0.key == "zone" })?.value.value
    else { return nil }
    let rest = Document(
      .mapping(entries.filter { $0.key != "zone" }), at: document.position)
    guard let numbers = numbers(rest, keys: ["from", "until"]),
      numbers.allSatisfy({ (0..<1440).contains($0) })
    else { return nil }
    return QuietHours(fromMinute: Int(numbers[0]), untilMinute: Int(numbers[1]), zone: zone)
  }

  /// The numbers of a mapping of exactly these keys.
  private func numbers(_ document: Document, keys: [String]) -> [Int64]? {
    guard case .mapping(let entries) = document.value, entries.count == keys.count else {
      return nil
    }
    var numbers: [Int64] = []
    for key in keys {
      guard case .number(let number) = entries.first(where: { $0.key == key })?.value.value else {
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }
}
