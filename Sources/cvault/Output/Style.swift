/// Colours of a terminal, or none.
struct Style: Hashable, Sendable {
  /// Whether escapes may be written.
  let isColoured: Bool

  /// What a colour says.
  enum Meaning: String, Sendable {
    case plain = ""
    case heading = "1"
    case good = "32"
    case bad = "31"
    case faint = "2"
  }

  /// No colour anywhere.
  static let plain = Style(isColoured: false)

  /// A text in its colour (ECMA-48, SGR).
  func paint(_ text: String, _ meaning: Meaning) -> String {
    guard isColoured, meaning != .plain, !text.isEmpty else { return text }
    return "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m"
  }
}
