/// A structured text after its syntax was read and before its meaning is: what YAML and JSON have in
/// common, with the place of everything.
package struct Document: Hashable, Sendable {
  /// What stands at one place.
  package enum Value: Hashable, Sendable {
    /// A string; in YAML every scalar is one.
    case text(String)
    /// An integer; in JSON only.
    case number(Int64)
    /// `true` or `false`; in JSON only.
    case flag(Bool)
    case list([Document])
    /// Keys in the order of the file; that each comes once is checked by ``DocumentReader``.
    case mapping([Entry])
  }

  /// A key with its value.
  package struct Entry: Hashable, Sendable {
    package var key: String
    /// Where the key stands.
    package var position: PolicyPlaces.Position
    package var value: Document

    package init(key: String, position: PolicyPlaces.Position, value: Document) {
      self.key = key
      self.position = position
      self.value = value
    }
  }

  /// The deepest nesting that is read.
  package static let deepest = 16

  package var value: Value
  package var position: PolicyPlaces.Position

  package init(_ value: Value, at position: PolicyPlaces.Position) {
    self.value = value
    self.position = position
  }

  /// The text of a scalar; empty for anything else, for what an empty text is no value of.
  package var words: String {
    if case .text(let text) = value { text } else { "" }
  }
}
