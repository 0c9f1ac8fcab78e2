/// A JSON value (RFC 8259) whose objects keep the order in which they were written.
///
/// What is shown (``encoded``) so has the same shape at every run; what is hashed and signed
/// (``canonical``) has one form whatever the order.
package enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Int64)
  case text(String)
  case list([JSONValue])
  case object([Member])

  /// A key with its value.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }
}

extension JSONValue {
  /// A text, or `null`.
  package static func text(_ text: String?) -> JSONValue {
    text.map { JSONValue.text($0) } ?? .null
  }

  /// A list of texts.
  package static func texts(_ texts: some Sequence<String>) -> JSONValue {
    .list(texts.map { JSONValue.text($0) })
  }

  /// What a thing says of itself, or `null`: a time, an id, a digest.
  package static func described(_ thing: (some CustomStringConvertible)?) -> JSONValue {
    thing.map { JSONValue.text($0.description) } ?? .null
  }

  /// A whole number; one too large for the format is written as its text, never wrapped.
  package static func number(_ number: some BinaryInteger) -> JSONValue {
    Int64(exactly: number).map { JSONValue.number($0) } ?? .text("\(number)")
  }

  /// A whole number, or `null`.
  package static func number(_ number: (some BinaryInteger)?) -> JSONValue {
    number.map { JSONValue.number($0) } ?? .null
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object; the keys stay in this order.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// A list.
  package init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// A text.
  package init(stringLiteral value: String) { self = .text(value) }
}

extension JSONValue {
  /// The members of an object; none for anything else.
  package var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  /// The value of a key of an object; nil where there is none.
  package subscript(key: String) -> JSONValue? {
    members.first { $0.key == key }?.value
  }

  /// The items of a list; none for anything else.
  package var items: [JSONValue] {
    guard case .list(let items) = self else { return [] }
    return items
  }

  /// A text; nil for anything else.
  package var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// A whole number; nil for anything else.
  package var number: Int64? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  /// This object with more members behind its own.
  package func adding(_ more: [Member]) -> JSONValue { .object(members + more) }

  /// This object without the members of some keys.
  package func removing(_ keys: Set<String>) -> JSONValue {
    .object(members.filter { !keys.contains($0.key) })
  }

  /// This object without the members whose value is `null`, an empty text or an empty list.
  package var withoutBlanks: JSONValue {
    .object(members.filter { ![.null, .text(""), .list([])].contains($0.value) })
  }
}
