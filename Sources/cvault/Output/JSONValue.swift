/// A JSON value (RFC 8259) whose objects keep the order in which they were written, so that the shapes
/// of `cvault --json` are the same at every run.
enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Int64)
  case text(String)
  case list([JSONValue])
  case object([Member])

  /// A key with its value.
  struct Member: Hashable, Sendable {
    let key: String
    let value: JSONValue

    init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }
}

extension JSONValue {
  /// A text, or `null`.
  static func text(_ text: String?) -> JSONValue { text.map { JSONValue.text($0) } ?? .null }

  /// A list of texts.
  static func texts(_ texts: some Sequence<String>) -> JSONValue {
    .list(texts.map { JSONValue.text($0) })
  }

  /// What a thing says of itself, or `null`: a time, an id, a digest.
  static func described(_ thing: (some CustomStringConvertible)?) -> JSONValue {
    thing.map { JSONValue.text($0.description) } ?? .null
  }

  /// A whole number; one too large for the format is written as its text, never wrapped.
  static func number(_ number: some BinaryInteger) -> JSONValue {
    Int64(exactly: number).map { JSONValue.number($0) } ?? .text("\(number)")
  }

  /// A whole number, or `null`.
  static func number(_ number: (some BinaryInteger)?) -> JSONValue {
    number.map { JSONValue.number($0) } ?? .null
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object; the keys stay in this order.
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// A text.
  init(stringLiteral value: String) { self = .text(value) }
}

extension JSONValue {
  /// The members of an object; none for anything else.
  var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  /// This object with more members behind its own.
  func adding(_ more: [Member]) -> JSONValue { .object(members + more) }
}
