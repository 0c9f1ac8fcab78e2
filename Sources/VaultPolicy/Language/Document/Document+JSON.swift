package import VaultModel

extension Document {
  /// The same without its places.
  package var json: JSONValue {
    switch value {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .flag(let flag): .flag(flag)
    case .list(let items): .list(items.map(\.json))
    case .mapping(let entries): .object(entries.map { JSONValue.Member($0.key, $0.value.json) })
    }
  }
}

extension JSONValue {
  /// Reads a text that is byte for byte what ``canonical`` writes, and nothing else; nil for anything
  /// else.
  ///
  /// No blanks, no other order of keys, no other escapes, no key twice: so no byte of it can be changed
  /// without changing what it says. Objects, lists, strings, whole numbers without a sign, booleans;
  /// at most ``Document/deepest`` levels. The caller caps its length.
  package init?(canonical bytes: some Collection<UInt8>) {
    guard let text = String(validating: bytes, as: UTF8.self),
      let value = try? JSONParser.parse(text).json, value.namesEachKeyOnce,
      value.canonical.elementsEqual(bytes)
    else { return nil }
    self = value
  }

  /// A key twice would be written twice: the bytes alone do not tell.
  private var namesEachKeyOnce: Bool {
    switch self {
    case .object(let members):
      Set(members.map { Array($0.key.utf8) }).count == members.count
        && members.allSatisfy { $0.value.namesEachKeyOnce }
    case .list(let items): items.allSatisfy(\.namesEachKeyOnce)
    default: true
    }
  }
}
