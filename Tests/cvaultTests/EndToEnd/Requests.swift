import Testing

@Suite struct Requests {
  /// A vault with a request of C-1, and its id.
  private func opened(_ kind: String = "access") throws -> (vault: TestVault, id: String) {
    let vault = try TestVault()
    _ = try vault.grant()
    let run = try vault.run([
      "requests", "open", "C-1", "--kind", kind, "--note", "T-1", "--json",
    ])
    return (vault, try #require(run.output.field("request")))
  }

  @Test func whatIsDueIsListedAndWhatIsClosedIsNot() throws {
    let (vault, id) = try opened()
    let listed = try vault.run(["requests"])
    #expect(listed.code == 0 && listed.output.contains(id) && listed.output.contains("C-1"))
    #expect(try vault.run(["requests", "--within", "1d", "--json"]).output == "[]\n")
    #expect(try vault.run(["requests", "answer", id]).code == 0)
    #expect(try vault.run(["requests", "--open", "--json"]).output == "[]\n")
    let all = try vault.run(["requests", "--all", "--json"]).output
    #expect(all.contains(#""state":"answered""#) && all.contains(#""days_left":null"#))
    #expect(try vault.run(["requests", "--all", "--open"]).code == 64)
    #expect(try vault.run(["requests", "answer", id]).code == 3)
  }

  @Test func whatIsOverdueIsMarkedAndNoFailure() throws {
    let vault = try TestVault()
    let opened = try vault.run([
      "requests", "open", "Z-9", "--kind", "erasure", "--received", "2020-01-31T12:00:00Z",
      "--json",
    ])
    #expect(opened.output.field("due") == "2020-02-29T23:59:59.999Z")
    #expect(opened.output.contains(#""overdue":true"#))
    let listed = try vault.run(["requests"])
    #expect(listed.code == 0 && listed.output.contains("overdue by "))
    // A request makes nobody a subject.
    #expect(try vault.run(["subject", "list", "--json"]).output == "[]\n")
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func theDueDayIsTheSameInEveryZone() throws {
    let vault = try TestVault()
    let words = [
      "requests", "open", "C-1", "--kind", "access", "--received", "2026-03-28T23:30:00Z", "--json",
    ]
    for zone in ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles"] {
      let environment = vault.environment.merging(["TZ": zone]) { $1 }
      let run = try Program.run(words, Program.Options(environment: environment))
      #expect(run.output.field("due") == "2026-04-28T23:59:59.999Z")
    }
  }

  @Test func aRequestIsExtendedAndRefusedWithWhatThePersonMustBeTold() throws {
    let (vault, id) = try opened()
    let extended = try vault.run(["requests", "extend", id, "--reason", "many files"])
    #expect(extended.code == 0 && extended.output.contains("tell the person"))
    #expect(try vault.run(["requests", "extend", id, "--reason", "more"]).code == 3)
    let wrong = ["requests", "refuse", id, "--reason", "r", "--code"]
    #expect(try vault.run(wrong + ["legal-obligation"]).code == 3)
    #expect(try vault.run(wrong + ["because"]).code == 64)
    let refused = try vault.run(wrong + ["excessive"])
    #expect(refused.code == 0 && refused.output.contains("supervisory"))
    let shown = try vault.run(["requests", "show", id, "--json"]).output
    #expect(
      shown.field("refusal") == "excessive" && shown.field("extension_reason") == "many files")
    #expect(try vault.run(["requests", "show", "00000000-0000-0000-0000-000000000000"]).code == 5)
  }

  @Test(arguments: [
    ("access", ["export", "C-1"], ""), ("portability", ["export", "C-1", "--portable"], ""),
    ("rectification", ["rectify", "C-1"], #"{"preference.size": "L"}"#),
    ("restriction", ["restrict", "C-1"], ""), ("objection", ["object", "C-1"], ""),
    ("erasure", ["erase", "C-1", "--confirm", "C-1"], ""),
  ])
  func eachRightsCommandAnswersItsRequest(
    _ line: (kind: String, words: [String], input: String)
  ) throws {
    let (vault, id) = try opened(line.kind)
    let done = try vault.run(["subject"] + line.words + ["--request", id], input: line.input)
    #expect(done.code == 0, "\(done.error)")
    let shown = try vault.run(["requests", "show", id, "--json"]).output
    #expect(shown.field("state") == "answered")
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func aRequestOfAnotherPersonStopsTheCommand() throws {
    let (vault, id) = try opened("restriction")
    _ = try vault.grant("C-2")
    let before = try vault.fingerprint()
    let run = try vault.run(["subject", "restrict", "C-2", "--request", id])
    #expect(run.code == 3 && run.error.contains("another person's"))
    #expect(try vault.fingerprint() == before)
  }

  @Test func anObjectionOfAnybodyIsTaken() throws {
    let vault = try TestVault()
    let run = try vault.run(["subject", "object", "Z-9", "--json"])
    #expect(run.code == 0)
    #expect(run.output.contains(#""purposes":["marketing","security.fraud"]"#))
    let service = try vault.run(["subject", "object", "Z-9", "--purpose", "service"])
    #expect(service.output.contains("goes on"))
    #expect(try vault.run(["subject", "object", "Z-9", "--purpose", "servce"]).code == 3)
  }
}
