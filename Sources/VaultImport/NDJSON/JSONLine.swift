/// A strict parser of one flat JSON object (RFC 8259).
///
/// Our own, because a decoder that keeps one of two equal keys lets a file say yes and no at once.
///
/// INVARIANT: the bytes are valid UTF-8; the reader checks before.
struct JSONLine {
  let bytes: [UInt8]
  private let columns: ColumnIndex
  /// The next byte to parse.
  var position = 0

  /// Which of the columns the object has, also as `null`.
  private(set) var present: [Bool]

  init(_ bytes: [UInt8], columns: ColumnIndex) {
    self.bytes = bytes
    self.columns = columns
    present = Array(repeating: false, count: columns.names.count)
  }

  /// White space of RFC 8259, section 2.
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Parses the whole line: the cells of the columns.
  mutating func object() throws(RowRejection) -> [Cell] {
    var cells = Array(repeating: Cell.blank, count: columns.names.count)
    try eachMember { line, key throws(RowRejection) in
      let column = line.columns.position(of: key)
      let cell = try line.value(of: column.map { line.columns.names[$0] })
      guard let column else { return }
      cells[column] = cell
      line.present[column] = true
    }
    return cells
  }

  /// Parses the whole line: every member, in order.
  mutating func members() throws(RowRejection) -> [FlatObject.Member] {
    var members: [FlatObject.Member] = []
    try eachMember { line, key throws(RowRejection) in
      members.append(FlatObject.Member(key: key, cell: try line.value(of: nil)))
    }
    return members
  }

  /// Parses an object; `body` parses the value of each key, which comes once.
  private mutating func eachMember(
    _ body: (inout JSONLine, String) throws(RowRejection) -> Void
  ) throws(RowRejection) {
    var keys: Set<String> = []
    skipWhitespace()
    guard take(UInt8(ascii: "{")) else {
      throw RowRejection(.jsonNotAnObject, "the line is not a JSON object")
    }
    skipWhitespace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        let key = try key()
        guard keys.insert(key).inserted else {
          throw RowRejection(
            .jsonKeyTwice, "the object has a key twice",
            column: columns.position(of: key).map { columns.names[$0] })
        }
        guard keys.count <= ImportLimits.columns else {
          throw RowRejection(
            .columnsTooMany, "the object has more than \(ImportLimits.columns) keys")
        }
        try body(&self, key)
        skipWhitespace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw invalid }
    }
    skipWhitespace()
    guard position == bytes.count else { throw invalid }
  }

  private mutating func key() throws(RowRejection) -> String {
    skipWhitespace()
    let key = try string(in: nil)
    skipWhitespace()
    guard take(UInt8(ascii: ":")) else { throw invalid }
    return key
  }

  private mutating func value(of column: String?) throws(RowRejection) -> Cell {
    skipWhitespace()
    switch peek {
    case UInt8(ascii: "\""):
      let text = try string(in: column)
      return text.isEmpty ? .blank : .text(text)
    case UInt8(ascii: "["): return try list(in: column)
    case UInt8(ascii: "{"):
      throw RowRejection(.jsonNested, "an object stands inside the object", column: column)
    case UInt8(ascii: "t"): return try literal("true", .text("true"))
    case UInt8(ascii: "f"): return try literal("false", .text("false"))
    case UInt8(ascii: "n"): return try literal("null", .blank)
    default: return .text(try number(in: column))
    }
  }

  private mutating func list(in column: String?) throws(RowRejection) -> Cell {
    position += 1
    var texts: [String] = []
    skipWhitespace()
    if take(UInt8(ascii: "]")) { return .blank }
    repeat {
      skipWhitespace()
      try checkElement(in: column)
      guard texts.count < ImportLimits.columns else {
        throw RowRejection(
          .valuesTooMany, "an array holds more than \(ImportLimits.columns) strings",
          column: column)
      }
      texts.append(try string(in: column))
      skipWhitespace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw invalid }
    return .list(texts)
  }

  /// Refuses an element that is no string.
  private func checkElement(in column: String?) throws(RowRejection) {
    switch peek {
    case UInt8(ascii: "\""): return
    case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), nil: throw invalid
    default: throw RowRejection(.jsonNested, "an array holds more than strings", column: column)
    }
  }

  private mutating func literal(_ word: StaticString, _ cell: Cell) throws(RowRejection) -> Cell {
    for byte in word.description.utf8 {
      guard take(byte) else { throw invalid }
    }
    return cell
  }

  /// A number in the grammar of RFC 8259, section 6, as it is written.
  private mutating func number(in column: String?) throws(RowRejection) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    try checkLength(position - start, in: column)
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(RowRejection) {
    let start = position
    while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw invalid }
  }
}

extension JSONLine {
  /// The next byte, or nil at the end.
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Steps over the next byte if it is `byte`.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = peek, Self.isWhitespace(byte) { position += 1 }
  }

  /// A fault of grammar at the next byte.
  var invalid: RowRejection {
    RowRejection(.jsonInvalid, "the line is not valid JSON at byte \(position + 1)")
  }

  /// A NUL, escaped or not.
  var nulByte: RowRejection { RowRejection(.nulByte, "the line holds a NUL character") }
}
