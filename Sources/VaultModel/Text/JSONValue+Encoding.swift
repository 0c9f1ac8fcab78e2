extension JSONValue {
  /// The text in UTF-8, on one line, without a line feed at its end; keys in their order.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes, .shown)
    return bytes
  }

  /// The one text of this value by the JSON Canonicalization Scheme (RFC 8785): keys sorted by their
  /// UTF-16 code units, no blanks, the shortest escapes.
  ///
  /// Numbers are whole here, so section 3.2.2.3 asks for their decimal digits; beyond 2^53 other readers
  /// lose precision, so what is signed does not go there.
  package var canonical: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes, .canonical)
    return bytes
  }

  private enum Form {
    case shown
    case canonical
  }

  private func write(into bytes: inout [UInt8], _ form: Form) {
    switch self {
    case .null: bytes += "null".utf8
    case .flag(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += String(number).utf8
    case .text(let text): Self.write(text, into: &bytes, form)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(into: &bytes, form)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members): Self.write(members, into: &bytes, form)
    }
  }

  private static func write(_ members: [Member], into bytes: inout [UInt8], _ form: Form) {
    let ordered =
      form == .canonical && !isOrdered(members)
      ? members.sorted { precedes($0.key, $1.key) } : members
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in ordered.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(member.key, into: &bytes, form)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(into: &bytes, form)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func isOrdered(_ members: [Member]) -> Bool {
    members.indices.dropFirst().allSatisfy { precedes(members[$0 - 1].key, members[$0].key) }
  }

  /// Whether `key` comes before `other` by their UTF-16 code units, told from their UTF-8.
  ///
  /// Both orders are that of the scalars, but for those above U+FFFF (first byte F0 to F4), whose
  /// surrogates come before U+E000 to U+FFFF (first byte EE or EF).
  private static func precedes(_ key: String, _ other: String) -> Bool {
    func rank(_ byte: UInt8) -> UInt8 {
      switch byte {
      case 0xEE, 0xEF: byte + 5
      case 0xF0...: byte - 2
      default: byte
      }
    }
    return key.utf8.lexicographicallyPrecedes(other.utf8) { rank($0) < rank($1) }
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// How a byte of UTF-8 text is written inside a string (RFC 8259, section 7), which RFC 8785,
  /// section 3.2.2.2, settles: two characters where there is such a form, `\u00xx` for the other
  /// controls; nil for what stands for itself.
  ///
  /// What is shown escapes DEL too, because JSON is read at terminals as well.
  package static func escape(_ byte: UInt8) -> [UInt8]? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
    case 8: Array("\\b".utf8)
    case 9: Array("\\t".utf8)
    case 10: Array("\\n".utf8)
    case 12: Array("\\f".utf8)
    case 13: Array("\\r".utf8)
    case 0..<32, 127:
      Array("\\u00".utf8) + [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
    default: nil
    }
  }

  private static func write(_ text: String, into bytes: inout [UInt8], _ form: Form) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Nearly every text stands for itself, and is copied whole.
    guard text.utf8.contains(where: { $0 < 32 || $0 == 34 || $0 == 92 || $0 == 127 }) else {
      bytes += text.utf8
      return
    }
    for byte in text.utf8 {
      if let escape = escape(byte), !(byte == 127 && form == .canonical) {
        bytes += escape
      } else {
        bytes.append(byte)
      }
    }
  }
}
