extension JSONValue {
  /// The text for people: two blanks for each level, short lists and objects in one line; keys in their order.
  package var indented: String { indented(0) + "\n" }

  private func indented(_ level: Int) -> String {
    let line = String(decoding: encoded, as: UTF8.self)
    let (items, brackets): ([String], (String, String)) =
      switch self {
      case .list(let items): (items.map { $0.indented(level + 1) }, ("[", "]"))
      case .object(let members):
        (
          members.map {
            String(decoding: JSONValue.text($0.key).encoded, as: UTF8.self) + ": "
              + $0.value.indented(level + 1)
          }, ("{", "}")
        )
      default: ([], ("", ""))
      }
    guard !items.isEmpty, line.utf8.count + 2 * level > 80 else { return line }
    let margin = String(repeating: "  ", count: level)
    return brackets.0 + "\n" + items.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n"
      + margin + brackets.1
  }
}
