/// Where one cell's content lies in its row; enclosing quotes are outside.
struct CSVCellBounds: Sendable {
  /// The first byte, counted from the row's first.
  let start: Int32
  /// One past the last byte.
  let end: Int32
  /// How many doubled quotes stand in between, each of which means one quote (RFC 4180, 2.7).
  let escapes: Int32

  /// The length of the decoded text in bytes.
  var length: Int { Int(end - start - escapes) }

  /// The cell's content; decoding cannot fail because the row was checked as a whole.
  func cell(in row: [UInt8]) -> Cell {
    guard length > 0 else { return .blank }
    let content = row[Int(start)..<Int(end)]
    guard escapes > 0 else { return .text(String(decoding: content, as: UTF8.self)) }
    var text: [UInt8] = []
    text.reserveCapacity(length)
    var isSecond = false
    for byte in content {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      // The first quote of each pair is kept, the second dropped.
      if isSecond || byte != UInt8(ascii: "\"") { text.append(byte) }
    }
    return .text(String(decoding: text, as: UTF8.self))
  }
}
