import Testing
import VaultModel

@testable import VaultPolicy

/// RFC 8785.
@Suite struct CanonicalJSON {
  private func text(_ value: JSONValue) -> String {
    String(decoding: value.canonical, as: UTF8.self)
  }

  private func read(_ text: String) -> JSONValue? { JSONValue(canonical: Array(text.utf8)) }

  // Section 3.2.3: sorted by UTF-16 code units, so that a surrogate pair comes before U+FB33.
  @Test func keysAreSortedByTheirUTF16CodeUnits() {
    let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1F600}", "\u{80}", "\u{f6}"]
    let sorted = ["\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1F600}", "\u{fb33}"]
    let value = JSONValue.object(names.map { .init($0, .text("")) })
    let written = sorted.map { $0 == "\r" ? #""\r":"""# : #""\#($0)":"""# }
    #expect(text(value) == "{\(written.joined(separator: ","))}")
  }

  // Section 3.2.2.2.
  @Test(arguments: [
    ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#), ("\u{0}\u{1f}", #""\u0000\u001f""#),
    ("\"\\/", #""\"\\/""#), ("\u{7f}é😀", "\"\u{7f}é😀\""),
  ])
  func aStringHasTheShortestEscapes(plain: String, written: String) {
    #expect(text(.text(plain)) == written)
    #expect(read(written) == .text(plain))
  }

  @Test func whatIsWrittenIsReadBack() {
    let value: JSONValue = [
      "b": ["x", .list([]), .object([])], "a": .number(Int64.max), "": .flag(false),
    ]
    #expect(read(text(value))?.canonical == value.canonical)
  }

  @Test(arguments: [
    #"{"a":1,"a":1}"#, #"{"b":1,"a":1}"#, #"{"a": 1}"#, #"{"a":1} "#, #"{"a":01}"#, #"{"a":-1}"#,
    #"{"a":1.0}"#, #"{"a":null}"#, #"{"a":"\u0041"}"#, #"{"a":"\/"}"#, #"{"a":"\u000a"}"#,
    #"{"a":"\u001F"}"#, "{\"a\":\"\u{1}\"}", #"{"a":1"#, #"{"a":true}}"#, "",
    #"{"a":"\ud83d\ude00"}"#, String(repeating: "[", count: 17) + String(repeating: "]", count: 17),
  ])
  func anythingElseIsRefused(text: String) {
    #expect(read(text) == nil)
  }

  // One text that Swift takes for equal to another is still another.
  @Test func equivalentSpellingsOfAKeyAreTwoKeys() {
    let text = "{\"e\u{301}\":1,\"\u{e9}\":2}"
    #expect(read(text)?.members.count == 2)
  }

  @Test func brokenUTF8IsRefused() {
    #expect(JSONValue(canonical: [0x22, 0xC3, 0x22]) == nil)
    #expect(JSONValue(canonical: Array("\"Ã\"".utf8)) != nil)
  }
}
