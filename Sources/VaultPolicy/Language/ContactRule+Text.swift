package import VaultModel

/// Contact rules as people write them.
extension ContactRule {
  /// More contacts than this are no limit.
  private static let mostContacts: Int64 = 1_000_000

  /// Reads `N per D`, such as `1 per 7d`; nil for anything else.
  package static func cap(_ text: String) -> (count: Int, per: TimeSpan)? {
    let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, String(Substring(words[1])) == "per",
      words[0].allSatisfy({ (48...57).contains($0) }), let count = Int64(Substring(words[0])),
      let span = TimeSpan(String(Substring(words[2])))
    else { return nil }
    return cap(count, per: span)
  }

  /// A cap of at least one and at most a million contacts in some time; nil for any other.
  static func cap(_ count: Int64, per span: TimeSpan) -> (count: Int, per: TimeSpan)? {
    guard (1...mostContacts).contains(count), span > .zero else { return nil }
    return (Int(count), span)
  }
}

extension QuietHours {
  /// Reads `HH:MM-HH:MM Zone`, such as `21:00-08:00 Europe/Berlin`; nil for anything else.
  ///
  /// Neither the zone's name is checked, nor that the two minutes differ.
  package init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let hours = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard hours.count == 2, let from = Self.minute(hours[0]), let until = Self.minute(hours[1])
    else { return nil }
    self.init(fromMinute: from, untilMinute: until, zone: String(parts[1]))
  }

  /// Minutes after midnight of `HH:MM`, 00:00 to 23:59.
  private static func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      [0, 1, 3, 4].allSatisfy({ (48...57).contains(bytes[$0]) })
    else { return nil }
    let digits = bytes.map { Int($0) - 48 }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
    return hour < 24 && minute < 60 ? hour * 60 + minute : nil
  }

  /// Whether a zone's name is built as IANA builds them: no dots, so that no path leads out.
  package static func isZoneName(_ name: String) -> Bool {
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
