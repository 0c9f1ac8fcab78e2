import ConsentVault
import Testing

@testable import cvault

@Suite struct CommandLines {
  @Test(arguments: [
    (["gran"], "grant"), (["subject", "shwo"], "show"), (["polcy"], "policy"),
    (["sweap"], "sweep"), (["help", "gran"], "grant"), (["help", "subject", "shwo"], "show"),
  ])
  func aMisspeltCommandIsAnsweredWithTheNearest(words: [String], meant: String) {
    let error = #expect(throws: CommandError.self) { try CommandWords.check(words) }
    #expect(error?.hint == "did you mean `\(meant)`?")
    #expect(error?.status == .usage)
  }

  @Test(arguments: [
    ["grant", "x"], ["--help"], ["help", "grant"], ["help"], ["help", "subject", "show"],
    ["subject", "help"], [], ["subject", "show", "x"],
  ])
  func aCommandThatExistsPasses(words: [String]) throws {
    try CommandWords.check(words)
  }

  @Test func aHiddenCommandIsNotSuggested() {
    let error = #expect(throws: CommandError.self) {
      try CommandWords.check(["crash-with-canari"])
    }
    #expect(error?.hint == "see `cvault --help`")
  }

  @Test(arguments: [
    (["get", "--json"], OutputFormat.json), (["get", "--format", "ndjson"], .ndjson),
    (["get", "--format=csv"], .csv), (["get", "--", "--json"], .table), (["get"], .table),
  ])
  func theFormatOfErrorsIsKnownWithoutTheParser(words: [String], format: OutputFormat) {
    #expect(ErrorFormat.of(words, Environment([:])) == format)
  }

  @Test(arguments: [
    "90", "d", "-1d", "1.5h", "1w", "99999999999999999999d", "9223372036854775807d", " 1d", "",
  ])
  func aLengthThatIsNoneIsRefused(text: String) {
    #expect(TimeSpan(argument: text) == nil)
  }

  @Test(arguments: [
    "2026-02-29T00:00:00Z", "10000-01-01T00:00:00Z", "2026-01-01", "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00", "1969-12-31T23:59:59Z", "tomorrow",
  ])
  func aTimeThatIsNoneIsRefused(text: String) {
    #expect(Timestamp(argument: text) == nil)
  }
}
