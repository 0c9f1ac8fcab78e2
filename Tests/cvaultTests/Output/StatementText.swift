import ConsentVault
import Testing

@testable import cvault

@Suite struct StatementText {
  @Test(arguments: [
    ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ("\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"),
    ("tab\tline\n", "tab\tline\n"), ("\u{0}\u{1B}\u{7F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("Zoë 日本 👩‍👧", "Zoë 日本 👩‍👧"), ("", ""),
  ])
  func whatIsPutIntoMarkupIsText(_ pair: (text: String, escaped: String)) {
    let html: HTML = "<p title=\"\(pair.text)\">\(pair.text)</p>"
    #expect(html.text == "<p title=\"\(pair.escaped)\">\(pair.escaped)</p>")
  }

  @Test func markupInMarkupStaysMarkup() {
    let inner: HTML = "<b>\("<")</b>"
    let list: [HTML] = ["<i></i>", inner]
    #expect(("<p>\(inner)\(list)\(7)</p>" as HTML).text == "<p><b>&lt;</b><i></i><b>&lt;</b>7</p>")
    #expect(HTML(list).text == "<i></i><b>&lt;</b>")
  }

  @Test(arguments: ["=1+1", "+49", "-1", "@x", "\tx", "\rx"])
  func aCellThatWouldBeCalculatedGetsAnApostrophe(_ text: String) {
    #expect(StatementCSV.neutral(text) == "'\(text)")
  }

  @Test(arguments: ["a=1", "'=1", " =1", "", "é"])
  func anyOtherCellStaysAsItIs(_ text: String) { #expect(StatementCSV.neutral(text) == text) }

  /// Overlong forms, surrogates and what lies past U+10FFFF are no UTF-8 (RFC 3629, section 3).
  @Test(
    arguments: [
      ([0x41, 0xC3, 0xA9], "utf-8", "Aé"), ([], "utf-8", ""), ([0xFF], "base64", "/w=="),
      ([0xC0, 0x80], "base64", "wIA="), ([0xED, 0xA0, 0x80], "base64", "7aCA"),
      ([0xF4, 0x90, 0x80, 0x80], "base64", "9JCAgA=="), ([0xE2, 0x82], "base64", "4oI="),
    ] as [([UInt8], String, String)])
  func whatIsNoTextIsWrittenAsBase64(_ row: (bytes: [UInt8], encoding: String, text: String)) throws
  {
    // Safe: the buffer lives through the call.
    try unsafe row.bytes.withUnsafeBytes { buffer in
      try unsafe ValueText.of(buffer.bytes) { bytes, encoding in
        #expect(encoding.rawValue == row.encoding)
        #expect(String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) == row.text)
      }
    }
  }

  @Test func momentsAreSaidInWords() throws {
    let time = try #require(Timestamp("2026-11-02T04:05:06.789Z"))
    #expect(StatementWords.day(time) == "2 November 2026")
    #expect(
      StatementWords.moment(time).text
        == "<time datetime=\"2026-11-02T04:05:06.789Z\"><span>2 November 2026</span>, <span>04:05 UTC</span></time>"
    )
  }
}
