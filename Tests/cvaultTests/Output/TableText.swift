import Testing

@testable import cvault

@Suite struct TableText {
  // Widths as terminals draw them: UAX #11 for CJK, UTS #51 for emoji.
  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("例え", 4), ("한국", 4), ("ｶﾅ", 2), ("ＡＢ", 4), ("😀", 2),
    ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("", 0),
  ])
  func aTextIsAsWideAsATerminalDrawsIt(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func columnsAlignAndNoLineEndsInBlanks() {
    let table = Table(["NAME", "N"], [["例え", "1"], ["ab", ""]])
    #expect(table.lines(.plain) == ["NAME  N", "例え  1", "ab"])
  }

  @Test func aValueCannotCommandTheTerminal() {
    let table = Table(["V"], [["\u{1B}[2Ja\nb\u{202E}c"]])
    #expect(table.lines(.plain)[1] == "\u{FFFD}[2Ja\u{FFFD}b\u{FFFD}c")
  }

  @Test func coloursAreWrittenOnlyWhereAllowed() {
    let table = Table([[Table.Cell(text: "ok", meaning: .good), .plain("x")]])
    #expect(table.lines(.plain) == ["ok  x"])
    #expect(table.lines(Style(isColoured: true)) == ["\u{1B}[32mok\u{1B}[0m  x"])
  }
}
