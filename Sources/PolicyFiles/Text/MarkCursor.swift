import VaultPolicy

/// Finds the bytes at places that come in the order of the text, in one pass over it.
struct MarkCursor {
  let bytes: [UInt8]
  private var index = 0
  private var position = PolicyPlaces.Position(line: 1, column: 1)

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The first byte of the character at `position`; nil past the end of the text or of the line, and
  /// for a place before the last one that was asked for.
  mutating func byte(at wanted: PolicyPlaces.Position) -> UInt8? {
    let index = offset(of: wanted)
    return index < bytes.count && position == wanted ? bytes[index] : nil
  }

  /// How many bytes stand before `position`, or before the last place that was asked for if that lies behind it.
  mutating func offset(of wanted: PolicyPlaces.Position) -> Int {
    while index < bytes.count, isBefore(wanted) {
      if bytes[index] == UInt8(ascii: "\n") {
        position = .init(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
      index += 1
      // Columns count scalars: the continuation bytes 10xxxxxx belong to the scalar before them.
      while index < bytes.count, bytes[index] & 0b1100_0000 == 0b1000_0000 { index += 1 }
    }
    return index
  }

  private func isBefore(_ wanted: PolicyPlaces.Position) -> Bool {
    (position.line, position.column) < (wanted.line, wanted.column)
  }
}
