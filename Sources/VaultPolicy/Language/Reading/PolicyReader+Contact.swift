import VaultModel

/// How often, and when, a person may be contacted (02, contact rules).
extension PolicyReader {
  mutating func readContact(_ document: Document, of what: @autoclosure () -> String)
    -> ContactRule?
  {
    let fields = input.fields(document, of: what(), keys: PolicyKeys.contact)
    guard case .mapping = document.value else { return nil }
    var rule = ContactRule()
    if let document = fields["at_most"] {
      if let (count, span) = form == .source
        ? ContactRule.cap(document.words) : canonicalCap(document)
      {
        rule.atMost = count
        rule.per = span
      } else {
        input.report(
          .contactRuleInvalid, "`at_most` in \(what()) is not a number of contacts in a time",
          hint: "write it as in `1 per 7d`", at: document.position)
      }
    }
    if let document = fields["quiet"] { rule.quiet = readQuiet(document, of: what()) }
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

  private mutating func readQuiet(_ document: Document, of what: @autoclosure () -> String)
    -> QuietHours?
  {
    guard let hours = form == .source ? QuietHours(document.words) : canonicalQuiet(document),
      hours.fromMinute != hours.untilMinute
    else {
      input.report(
        .contactRuleInvalid, "`quiet` in \(what()) is not a span of hours with a time zone",
        hint: "write it as in `\"21:00-08:00 Europe/Berlin\"`", at: document.position)
      return nil
    }
    // The pattern comes first: the caller may look the zone up as a path.
    guard QuietHours.isZoneName(hours.zone), zoneExists(hours.zone) else {
      input.report(
        .zoneUnknown,
        "`quiet` in \(what()) names the time zone \(quoted(hours.zone)), "
          + "which this machine does not know",
        hint: "write an IANA name such as `Europe/Berlin`", at: document.position)
      return nil
    }
    return hours
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

extension Document {
  /// The text of a scalar; empty, which no rule is, for anything else.
  fileprivate var words: String {
    if case .text(let text) = value { text } else { "" }
  }
}
