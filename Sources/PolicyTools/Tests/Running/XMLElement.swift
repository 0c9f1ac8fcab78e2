/// An element of XML 1.0 that holds either elements or text.
struct XMLElement {
  let name: String
  let attributes: [String: String]
  let children: [XMLElement]
  let content: String?

  init(
    _ name: String, _ attributes: [String: String], _ children: [XMLElement] = [],
    content: String? = nil
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.content = content
  }

  /// The element on lines of its own, attributes sorted by name.
  func text(_ depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    let pairs = attributes.sorted { $0.key < $1.key }
      .map { " \($0.key)=\"\(Self.escaped($0.value))\"" }.joined()
    if let content { return "\(indent)<\(name)\(pairs)>\(Self.escaped(content))</\(name)>\n" }
    if children.isEmpty { return "\(indent)<\(name)\(pairs)/>\n" }
    let inner = children.map { $0.text(depth + 1) }.joined()
    return "\(indent)<\(name)\(pairs)>\n\(inner)\(indent)</\(name)>\n"
  }

  /// A text in which nothing is markup, and nothing is a character that XML 1.0 (section 2.2) does not
  /// have; such a one is written as `?`.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // As references, so that no reader turns them into blanks.
      case "\n", "\r", "\t": escaped += "&#\(scalar.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}", "\u{7F}"..."\u{9F}": escaped += "?"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
