/// Documents that are made, not read: they stand nowhere.
extension Document {
  private static let nowhere = PolicyPlaces.Position(line: 0, column: 0)

  static func text(_ text: String) -> Document { Document(.text(text), at: nowhere) }

  static func number(_ number: Int64) -> Document { Document(.number(number), at: nowhere) }

  static func flag(_ flag: Bool) -> Document { Document(.flag(flag), at: nowhere) }

  static func list(_ items: [Document]) -> Document { Document(.list(items), at: nowhere) }

  static func texts(_ items: [String]) -> Document { list(items.map(text)) }

  /// A mapping of the keys whose values are there.
  static func mapping(_ pairs: KeyValuePairs<String, Document?>) -> Document {
    mapping(pairs.compactMap { pair in pair.value.map { (pair.key, $0) } })
  }

  static func mapping(_ pairs: [(String, Document)]) -> Document {
    Document(
      .mapping(pairs.map { Entry(key: $0.0, position: nowhere, value: $0.1) }), at: nowhere)
  }
}
