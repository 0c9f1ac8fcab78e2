import Testing

/// `policy whom`: whom a purpose may reach, as lists and as a number.
@Suite struct Whom {
  private func vault() throws -> TestVault {
    let vault = try TestVault()
    for subject in ["C-1", "C-2", "C-3"] { _ = try vault.grant(subject) }
    return vault
  }

  private func whom(_ vault: TestVault, _ more: [String] = []) throws -> Program.Run {
    try vault.run(["policy", "whom", "--purpose", "personalise.recommendations"] + more)
  }

  @Test func everyFormatTellsTheSamePeople() throws {
    let vault = try vault()
    for format in ["table", "json", "ndjson", "csv"] {
      let run = try whom(vault, ["--format", format])
      #expect(run.code == 0)
      for subject in ["C-1", "C-2", "C-3"] { #expect(run.output.contains(subject)) }
    }
    #expect(try whom(vault, ["--format", "ndjson"]).output.split(separator: "\n").count == 3)
    let csv = try whom(vault, ["--format", "csv"]).output
    #expect(csv.hasPrefix("subject,channels,categories\r\n"))
    #expect(csv.split(separator: "\r\n").count == 4)
    let json = try whom(vault, ["--json"]).output
    #expect(json.hasPrefix("[{") && json.hasSuffix("}]\n"))
    #expect(try whom(vault, ["--count"]).output.contains("3 people"))
    #expect(try whom(vault, ["--count", "--json"]).output.contains(#""count":3"#))
  }

  @Test func aListGoesOnBehindItsLast() throws {
    let vault = try vault()
    let first = try whom(vault, ["--limit", "2", "--format", "ndjson"]).output
    let last = try #require(first.split(separator: "\n").last.map(String.init)?.field("subject"))
    let rest = try whom(vault, ["--after", last, "--format", "ndjson"]).output
    #expect(first.split(separator: "\n").count == 2 && rest.split(separator: "\n").count == 1)
    #expect(!first.contains(try #require(rest.field("subject"))))
  }

  @Test func whoSaidNoIsNotListed() throws {
    let vault = try vault()
    #expect(try vault.run(["refuse", "C-2", "--purpose", "personalise.recommendations"]).code == 0)
    let run = try whom(vault)
    #expect(run.code == 0 && !run.output.contains("C-2") && run.output.contains("C-1"))
  }

  @Test func anUnknownPurposeIsRefused() throws {
    let run = try vault().run(["policy", "whom", "--purpose", "nothing", "--json"])
    #expect(run.code == 3 && run.error.contains("PURPOSE_UNKNOWN"))
    #expect(try whom(vault(), ["--count", "--limit", "2"]).code == 64)
  }
}
