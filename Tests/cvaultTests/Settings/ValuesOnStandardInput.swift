import ConsentVault
import Testing

@testable import cvault

@Suite struct ValuesOnStandardInput {
  private func read(_ text: String) throws -> [NewValue] {
    try ValueInput.read(Array(text.utf8), origin: .volunteered, collectedAt: nil)
  }

  @Test func aListHasKeysAndATextHasNone() throws {
    let values = try read(#"{"a.b": "x", "c.d": ["M", "38"], "n.n": 7}"#)
    #expect(values.map(\.category) == ["a.b", "c.d", "c.d", "n.n"])
    #expect(values.map(\.key) == ["", "0", "1", ""])
    #expect(values.map(\.bytes) == ["x", "M", "38", "7"].map { Array($0.utf8) })
  }

  @Test func pairsOfSurrogatesAreRead() throws {
    #expect(try read(#"{"a.b": "\ud83d\ude00"}"#).first?.bytes == Array("😀".utf8))
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"a": 1"#, #"{"a":"x"} {"#, #"{"a":{"b":1}}"#, #"{"a":"x","a":"y"}"#,
    #"{"a":"x","\u0061":"y"}"#, #"{"a":""}"#, #"{"a":null}"#, #"{"a":[]}"#, #"{"a":"\ud83d"}"#,
    #"{"a":"\u0000"}"#, "{\"a\":\"\u{0}\"}", #"{"a":[["x"]]}"#, #"{'a':'x'}"#,
  ])
  func whatIsNotOneFlatObjectIsRefused(text: String) {
    let error = #expect(throws: CommandError.self) { try read(text) }
    #expect(error?.status == .usage)
  }

  @Test func noErrorRepeatsWhatWasGiven() {
    let error = #expect(throws: CommandError.self) { try read(#"{"Anna Smith 1970": ""}"#) }
    #expect(error?.message.contains("Anna") == false)
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: CommandError.self) {
      try ValueInput.read(
        Array(#"{"a":""#.utf8) + [0xFF] + Array(#""}"#.utf8), origin: .volunteered,
        collectedAt: nil)
    }
  }
}
