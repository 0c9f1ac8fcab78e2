/// Writes the one canonical JSON text of a document: keys sorted by their bytes, integers, no blanks,
/// and no escape but those of RFC 8259 for `"`, `\` and what lies below U+0020.
struct JSONWriter {
  private var bytes: [UInt8] = []

  /// The canonical text of `document`; positions leave no trace.
  static func text(_ document: Document) -> String {
    var writer = JSONWriter()
    writer.write(document)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ document: Document) {
    switch document.value {
    case .text(let text): write(text)
    case .number(let number): bytes.append(contentsOf: String(number).utf8)
    case .flag(let flag): bytes.append(contentsOf: String(flag).utf8)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(item)
      }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let entries): write(entries)
    }
  }

  private mutating func write(_ entries: [Document.Entry]) {
    bytes.append(UInt8(ascii: "{"))
    let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, entry) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(entry.key)
      bytes.append(UInt8(ascii: ":"))
      write(entry.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [92, byte])
      case 0..<32:
        let hexadecimal = String(byte, radix: 16)
        bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(hexadecimal)".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
