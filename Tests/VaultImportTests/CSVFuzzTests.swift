import Testing
import VaultImport

@Suite struct CSVFuzzTests {
  static let chunks = [1, 2, 3, 7, 1 << 16]

  @Test(arguments: 0..<40) func whatIsWrittenIsReadBack(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let width = Int.random(in: 1...6, using: &random)
    let header = (0..<width).map { "c\($0)" }
    let rows = (0..<Int.random(in: 0...30, using: &random)).map { _ in
      (0..<width).map { _ in text(&random) }
    }
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    var input = ([header] + rows).map { line($0, &random) }.joined(separator: lineEnd)
    // A last row that is one empty cell needs its line end to be seen.
    if Bool.random(using: &random) || rows.last == [""] { input += lineEnd }
    for chunk in Self.chunks {
      let read = try ReadInput.csv(input, chunk: chunk)
      #expect(read.error == nil)
      #expect(read.bytes == rows.map { $0.map { Array($0.utf8) } })
    }
  }

  @Test(arguments: 0..<200) func chunksNeverChangeWhatIsRead(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 1000)
    let alphabet: [UInt8] = Array("ab,,\"\"\n\n\r".utf8) + [0, 0xC3, 0xA9, 0xFF]
    let input =
      Array("a,b\n".utf8)
      + (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
    let whole = try ReadInput.csv(input)
    for chunk in Self.chunks {
      let read = try ReadInput.csv(input, chunk: chunk)
      #expect(read.error == whole.error)
      #expect(read.lines == whole.lines)
      #expect(read.codes == whole.codes)
      #expect(read.rows.map(\.raw) == whole.rows.map(\.raw))
      #expect(read.bytes == whole.bytes)
    }
  }

  private func text(_ random: inout SplitMix64) -> String {
    let alphabet = [
      "a", "7", " ", ",", "\"", "\n", "\r\n", "\r", "\u{e9}", "\u{1F642}", "\u{feff}",
    ]
    return (0..<Int.random(in: 0...6, using: &random))
      .map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
  }

  /// A record by RFC 4180: quoted where it must be, and sometimes where it need not be.
  private func line(_ cells: [String], _ random: inout SplitMix64) -> String {
    cells.map { cell in
      let special = cell.utf8.contains { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }
      guard special || Bool.random(using: &random) else { return cell }
      return "\""
        + cell.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }.joined(separator: ",")
  }
}
