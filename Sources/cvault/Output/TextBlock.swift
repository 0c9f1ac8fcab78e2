/// A part of an answer for people.
enum TextBlock: Hashable, Sendable {
  /// One line.
  case sentence(String)
  /// Names with what they are, aligned.
  case facts([Fact])
  case table(Table)
  /// Text of others, such as a policy's, line by line.
  case verbatim(String)

  /// A name with what it is.
  struct Fact: Hashable, Sendable {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }
}

extension TextBlock {
  /// The lines, made fit for a terminal.
  func lines(_ style: Style) -> [String] {
    switch self {
    case .sentence(let text): [SafeText.line(text)]
    case .facts(let facts):
      Table(facts.map { [.plain("  \($0.name)"), .plain($0.text)] }).lines(style)
    case .table(let table): table.lines(style)
    case .verbatim(let text):
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { SafeText.line(String($0)) }
    }
  }
}
