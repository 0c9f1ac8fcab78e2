/// Reads JSON (RFC 8259) of the kind that policies and signed statements need: objects, lists, strings, integers and
/// booleans; no `null`, no fractions, at most ``Document/deepest`` levels.
struct JSONParser {
  /// Where reading stopped, and why.
  struct Failure: Error {
    let message: String
    let position: PolicyPlaces.Position
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// The index of the line's first byte, moved on by each byte that starts no scalar.
  private var lineStart = 0

  /// Reads one document that fills `text`.
  static func parse(_ text: String) throws(Failure) -> Document {
    var parser = JSONParser(bytes: Array(text.utf8))
    let document = try parser.value(depth: 1)
    parser.skipBlanks()
    guard parser.index == parser.bytes.count else { throw parser.failure("more than one value") }
    return document
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var position: PolicyPlaces.Position {
    PolicyPlaces.Position(line: line, column: index - lineStart + 1)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func failure(_ message: String) -> Failure {
    Failure(message: message, position: position)
  }

  private mutating func skipBlanks() {
    while let byte = next {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "\n"):
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  /// Takes `byte` if it comes next after blanks.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> Document {
    guard depth <= Document.deepest else { throw failure("nested too deeply") }
    skipBlanks()
    let start = position
    switch next {
    case UInt8(ascii: "{"): return Document(.mapping(try entries(depth: depth)), at: start)
    case UInt8(ascii: "["): return Document(.list(try items(depth: depth)), at: start)
    case UInt8(ascii: "\""): return Document(.text(try string()), at: start)
    case UInt8(ascii: "t"): return Document(.flag(try word("true", true)), at: start)
    case UInt8(ascii: "f"): return Document(.flag(try word("false", false)), at: start)
    default: return Document(.number(try integer()), at: start)
    }
  }

  private mutating func entries(depth: Int) throws(Failure) -> [Document.Entry] {
    index += 1
    var entries: [Document.Entry] = []
    if take("}") { return entries }
    repeat {
      skipBlanks()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw failure("a key is not a string") }
      let key = try string()
      guard take(":") else { throw failure("`:` is missing after a key") }
      entries.append(Document.Entry(key: key, position: start, value: try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw failure("`,` or `}` is missing") }
    return entries
  }

  private mutating func items(depth: Int) throws(Failure) -> [Document] {
    index += 1
    var items: [Document] = []
    if take("]") { return items }
    repeat { items.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("`,` or `]` is missing") }
    return items
  }

  private mutating func word(_ word: StaticString, _ value: Bool) throws(Failure) -> Bool {
    guard bytes[index...].starts(with: word.description.utf8) else { throw failure("not a value") }
    index += word.utf8CodeUnitCount
    return value
  }

  private mutating func integer() throws(Failure) -> Int64 {
    let start = index
    var value: Int64 = 0
    var fits = true
    while let byte = next, (48...57).contains(byte) {
      index += 1
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, above) = tens.addingReportingOverflow(Int64(byte - 48))
      (value, fits) = (sum, fits && !over && !above)
    }
    let digits = index - start
    switch next {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      throw failure("a number is not an integer")
    default: break
    }
    guard fits, digits > 0, digits == 1 || bytes[start] != UInt8(ascii: "0") else {
      throw failure("not a string, a list, an object or a whole number of no sign")
    }
    return value
  }

  private mutating func string() throws(Failure) -> String {
    index += 1
    var text: [UInt8] = []
    // What stands for itself is copied in one piece, and is the whole text where nothing is escaped.
    var start = index
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        let piece = bytes[start..<index - 1]
        guard !text.isEmpty else { return String(decoding: piece, as: UTF8.self) }
        return String(decoding: text + piece, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[start..<index - 1]
        try escape(into: &text)
        start = index
      case 0..<32: throw failure("a control character in a string")
      // Columns count scalars, so a continuation byte (10xxxxxx) shifts the line's start.
      case 0b1000_0000..<0b1100_0000: lineStart += 1
      default: continue
      }
    }
    throw failure("a string has no end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Failure) {
    let letter = next
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter ?? 0)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      // Surrogate pairs are not read: our own writer escapes nothing above U+001F.
      guard index + 4 <= bytes.count,
        let scalar = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
          .flatMap(Unicode.Scalar.init)
      else { throw failure("a wrong escape in a string") }
      index += 4
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw failure("a wrong escape in a string")
    }
  }
}
