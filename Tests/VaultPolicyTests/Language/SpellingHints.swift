import Testing
import VaultPolicy

@Suite struct SpellingHints {
  private let known = ["marketing", "service", "self", "email", "sms", "contact.email"]

  @Test(arguments: [
    ("marketting", "marketing"), ("amrketing", "marketing"), ("marketin", "marketing"),
    ("servise", "service"), ("emial", "email"), ("smss", "sms"), ("contact.emial", "contact.email"),
  ])
  func aNearNameIsFound(_ typed: String, _ meant: String) {
    #expect(Spelling.nearest(to: typed, among: known) == meant)
  }

  @Test(arguments: ["", "sales", "marketing", "sss x", "mark", String(repeating: "x", count: 200)])
  func aFarNameIsNotGuessed(_ typed: String) {
    #expect(Spelling.nearest(to: typed, among: known.filter { $0 != typed }) == nil)
  }

  @Test func amongEqualsTheFirstByNameIsTaken() {
    #expect(Spelling.nearest(to: "bbbbb", among: ["bbbbc", "bbbba"]) == "bbbba")
  }

  @Test func whatIsQuotedIsOneLineAndShort() {
    #expect(quoted("a`b\u{1B}\n\u{202E}") == "`a?b???`")
    #expect(quoted(String(repeating: "é", count: 65)) == "`\(String(repeating: "é", count: 64))…`")
  }
}
