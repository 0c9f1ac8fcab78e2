/// Rules for the names that a policy declares: `[a-z0-9-]` segments of at most 64 bytes, joined by dots.
package enum DottedName {
  /// The longest segment, in bytes.
  package static let longestSegment = 64

  /// Whether `name` is one or more well-formed segments.
  package static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy(isSegment)
  }

  /// Whether `segment` is one well-formed segment.
  package static func isSegment(_ segment: some Collection<UInt8>) -> Bool {
    (1...longestSegment).contains(segment.count)
      && segment.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Whether `name` is `ancestor` or lies below it; whole segments only, so `contact` is not above
  /// `contacts`.
  package static func isAtOrBelow(_ name: String, _ ancestor: String) -> Bool {
    name == ancestor
      || (name.hasPrefix(ancestor)
        && name.utf8.dropFirst(ancestor.utf8.count).first
          == UInt8(ascii: "."))
  }

  /// The name above `name`; nil if there is none.
  package static func parent(of name: String) -> String? {
    name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) }
  }

  /// `name` and every name above it, nearest first.
  package static func lineage(_ name: String) -> [String] {
    var names = [name]
    var rest = Substring(name)
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      names.append(String(rest))
    }
    return names
  }
}
