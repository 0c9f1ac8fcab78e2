import VaultModel

/// How often, and when, a person may be contacted (02, contact rules).
extension PolicyReader {
  /// More contacts than this are no limit.
  private static let mostContacts: Int64 = 1_000_000

  mutating func readContact(_ document: Document, of what: String) -> ContactRule? {
    let fields = input.fields(document, of: what, keys: ["at_most", "quiet"])
    guard case .mapping = document.value else { return nil }
    var rule = ContactRule()
    if let document = fields["at_most"] {
      if let (count, span) = form == .source ? cap(document) : canonicalCap(document) {
        rule.atMost = count
        rule.per = span
      } else {
        input.report(
          .contactRuleInvalid, "`at_most` in \(what) is not a number of contacts in a time",
          hint: "write it as in `1 per 7d`", at: document.position)
      }
    }
    if let document = fields["quiet"] { rule.quiet = readQuiet(document, of: what) }
    if fields.entries.isEmpty {
      input.report(
        .contactRuleInvalid, "\(what) says nothing", hint: "add `at_most` or `quiet`",
        at: document.position)
    }
    return rule
  }

  /// `N per D`.
  private func cap(_ document: Document) -> (Int, TimeSpan)? {
    guard case .text(let text) = document.value else { return nil }
    let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, String(Substring(words[1])) == "per",
      words[0].allSatisfy({ (48...57).contains($0) }), let count = Int64(Substring(words[0])),
      let span = TimeSpan(String(Substring(words[2])))
    else { return nil }
    return checked(count, span)
  }

  /// `{"count":N,"per":MILLISECONDS}`.
  private func canonicalCap(_ document: Document) -> (Int, TimeSpan)? {
    guard let numbers = numbers(document, keys: ["count", "per"]),
      let span = TimeSpan(milliseconds: numbers[1])
    else { return nil }
    return checked(numbers[0], span)
  }

  private func checked(_ count: Int64, _ span: TimeSpan) -> (Int, TimeSpan)? {
    guard (1...Self.mostContacts).contains(count), span > .zero else { return nil }
    return (Int(count), span)
  }

  private mutating func readQuiet(_ document: Document, of what: String) -> QuietHours? {
    guard let hours = form == .source ? quiet(document) : canonicalQuiet(document),
      hours.fromMinute != hours.untilMinute
    else {
      input.report(
        .contactRuleInvalid, "`quiet` in \(what) is not a span of hours with a time zone",
        hint: "write it as in `\"21:00-08:00 Europe/Berlin\"`", at: document.position)
      return nil
    }
    // The pattern comes first: the caller may look the zone up as a path.
    guard Self.isZoneName(hours.zone), zoneExists(hours.zone) else {
      input.report(
        .zoneUnknown,
        "`quiet` in \(what) names the time zone \(quoted(hours.zone)), "
          + "which this machine does not know",
        hint: "write an IANA name such as `Europe/Berlin`", at: document.position)
      return nil
    }
    return hours
  }

  /// `HH:MM-HH:MM Zone`.
  private func quiet(_ document: Document) -> QuietHours? {
    guard case .text(let text) = document.value else { return nil }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let hours = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard hours.count == 2, let from = minute(hours[0]), let until = minute(hours[1]) else {
      return nil
    }
    return QuietHours(fromMinute: from, untilMinute: until, zone: String(parts[1]))
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

  /// Minutes after midnight of `HH:MM`, 00:00 to 23:59.
  private func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      [0, 1, 3, 4].allSatisfy({ (48...57).contains(bytes[$0]) })
    else { return nil }
    let digits = bytes.map { Int($0) - 48 }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
    return hour < 24 && minute < 60 ? hour * 60 + minute : nil
  }

  /// Whether a zone's name is built as IANA builds them: no dots, so that no path leads out.
  static func isZoneName(_ name: String) -> Bool {
    let segments = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return (1...3).contains(segments.count) && name.utf8.count <= 64
      && segments.allSatisfy { segment in
        !segment.isEmpty
          && segment.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
              UInt8(ascii: "-"):
              true
            default: false
            }
          }
      }
  }
}
