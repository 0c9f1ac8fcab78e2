import VaultModel
import VaultPolicy

/// Parts of a JSON Schema (draft 7, the newest that editors read whole).
enum SchemaParts {
  /// A mapping whose keys are fixed.
  ///
  /// - Parameters:
  ///   - keys: The reader's own list, so that editors know the keys that are read and no others. A key that `parts`
  ///     leaves out allows nothing, which every example would show.
  ///   - required: The keys that must be there.
  ///   - parts: What each key holds.
  ///   - more: Further demands.
  /// - Returns: The schema of the mapping.
  static func mapping(
    _ keys: [String], required: [String] = [], _ parts: KeyValuePairs<String, JSONValue>,
    more: [JSONValue.Member] = []
  ) -> JSONValue {
    let properties = keys.map { key in
      JSONValue.Member(key, parts.first { $0.key == key }?.value ?? .flag(false))
    }
    var members: [JSONValue.Member] = [
      .init("type", "object"), .init("additionalProperties", .flag(false)),
      .init("properties", .object(properties)),
    ]
    if !required.isEmpty { members.append(.init("required", .texts(required))) }
    return .object(members + more)
  }

  /// A mapping whose keys are names.
  static func names(_ pattern: String, _ value: JSONValue, about: String) -> JSONValue {
    [
      "description": .text(about), "type": "object", "additionalProperties": .flag(false),
      "patternProperties": [pattern: value],
    ]
  }

  /// One line of text; editors take `2026` for a number and `true` for a truth value, the vault for texts.
  static func text(_ about: String) -> JSONValue {
    [
      "description": .text(about), "type": ["string", "number", "boolean"], "minLength": .number(1),
      "maxLength": .number(DocumentReader.longestText),
    ]
  }

  /// A text of a form; `mayBeNumber` if what editors take for a number can have it.
  static func form(
    _ pattern: String, _ about: String, example: String, mayBeNumber: Bool = false
  ) -> JSONValue {
    [
      "description": .text(about), "type": mayBeNumber ? ["string", "number"] : "string",
      "pattern": .text(pattern), "examples": [.text(example)],
    ]
  }

  /// One word of a closed list.
  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type, _ about: String
  ) -> JSONValue {
    ["description": .text(about), "enum": .texts(Word.allCases.map(\.rawValue))]
  }

  /// A list in which nothing stands twice.
  static func list(_ item: JSONValue, _ about: String, least: Int = 0) -> JSONValue {
    [
      "description": .text(about), "type": "array", "items": item, "uniqueItems": .flag(true),
      "minItems": .number(least),
    ]
  }

  /// One thing, or a list of them.
  static func oneOrMore(_ item: JSONValue, _ about: String) -> JSONValue {
    ["description": .text(about), "anyOf": [item, ["type": "array", "items": item]]]
  }

  static let segment = "[a-z0-9-]{1,\(DottedName.longestSegment)}"
  /// A declared name, with dots between its segments.
  static let dotted = "^\(segment)(\\.\(segment))*$"
  static let name: JSONValue = ["type": ["string", "integer"], "pattern": .text(dotted)]
  static let origin: JSONValue = [
    "type": "string",
    "pattern": .text("^(volunteered|observed|inferred|third-party:\(segment)(\\.\(segment))*)$"),
  ]

  /// A number and a unit.
  static func span(_ about: String) -> JSONValue {
    form(
      "^[0-9]+[dhms]$", "\(about) A number and a unit: `90d`, `12h`, `30m` or `45s`.",
      example: "365d")
  }

  static func cap(_ about: String) -> JSONValue {
    form("^[0-9]+ per [0-9]+[dhms]$", about, example: "1 per 7d")
  }

  static func quiet(_ about: String) -> JSONValue {
    form(
      "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9] [A-Za-z0-9_+/-]+$",
      "\(about) From, until, and an IANA time zone.", example: "21:00-08:00 Europe/Berlin")
  }

  static func day(_ about: String) -> JSONValue {
    form("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", about, example: "2026-12-31")
  }

  static func time(_ about: String) -> JSONValue {
    form(
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$", "\(about) RFC 3339.",
      example: "2026-03-02T10:00:00Z")
  }

  static func names(_ about: String, least: Int = 0) -> JSONValue {
    list(name, about, least: least)
  }

  static let operations = list(
    word(Operation.self, "What is done with the data."),
    "What may be done: `use` if nothing is listed; `share` comes with recipients.", least: 1)

  /// Demands that hold if a key has a value.
  static func when(
    _ key: String, _ value: JSONValue, then demand: JSONValue, otherwise: JSONValue? = nil
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(
        "if", ["properties": .object([.init(key, ["const": value])]), "required": [.text(key)]]),
      .init("then", demand),
    ]
    if let otherwise { members.append(.init("else", otherwise)) }
    return .object(members)
  }

  /// Demands that a key is there, or that it is not.
  static func demand(_ key: String, _ isThere: Bool = true) -> JSONValue {
    isThere ? ["required": [.text(key)]] : ["properties": .object([.init(key, .flag(false))])]
  }
}
