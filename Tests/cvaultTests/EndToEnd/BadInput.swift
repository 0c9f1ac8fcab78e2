import Testing

@Suite struct BadInput {
  /// A command line that must be refused, and how.
  struct Line: Sendable, CustomTestStringConvertible {
    let name: String
    let words: [String]
    var input = ""
    var code: Int32 = 64

    var testDescription: String { name }
  }

  static let canary = "Canary-7f3a"

  static let lines: [Line] = {
    let grant = TestVault.grant(canary)
    let id = "00000000-0000-0000-0000-000000000000"
    return [
      Line(name: "newline in the subject", words: TestVault.grant("\(canary)\nb")),
      Line(name: "control in the subject", words: TestVault.grant("\(canary)\u{1B}[2J")),
      Line(name: "empty subject", words: TestVault.grant("")),
      Line(name: "blank at the edge", words: TestVault.grant(" \(canary)")),
      Line(
        name: "subject of 64 KiB", words: TestVault.grant(String(repeating: "x", count: 65_536))),
      Line(
        name: "subject of 513 bytes", words: TestVault.grant(String(repeating: "x", count: 513))),
      Line(name: "NUL in a subject on stdin", words: TestVault.grant("-"), input: "\(canary)\0\n"),
      Line(name: "year 10000", words: grant + ["--until", "10000-01-01T00:00:00Z"]),
      Line(name: "no leap day", words: grant + ["--until", "2027-02-29T00:00:00Z"]),
      Line(name: "until before from", words: grant + ["--until", "2020-01-01T00:00:00Z"]),
      Line(name: "for nothing", words: grant + ["--for", "0d"]),
      Line(name: "for ever", words: grant + ["--for", "99999999999999999999d"]),
      Line(name: "negative", words: grant + ["--for=-1d"]),
      Line(name: "two ends", words: grant + ["--for", "1d", "--until", "2030-01-01T00:00:00Z"]),
      Line(name: "too long for the policy", words: grant + ["--for", "181d"], code: 3),
      Line(name: "unknown method", words: grant.dropLast() + ["telepathy"]),
      Line(name: "illegal method", words: grant.dropLast() + ["silence"], code: 3),
      Line(name: "method not allowed", words: grant.dropLast() + ["phone-call"], code: 3),
      Line(
        name: "backdated without evidence", words: grant + ["--at", "2020-01-01T00:00:00Z"], code: 3
      ),
      Line(
        name: "evidence that is not there", words: grant + ["--evidence-file", "/nonexistent"],
        code: 5),
      Line(name: "giver without a name", words: grant + ["--giver", "guardian:"]),
      Line(name: "unknown category", words: grant + ["--category", "shoe.size"], code: 3),
      Line(name: "an argument too many", words: grant + [canary]),
      Line(name: "unknown option", words: grant + ["--force"]),
      Line(name: "two formats", words: grant + ["--json", "--format", "csv"]),
      Line(name: "no format", words: grant + ["--format", "xml"]),
      Line(name: "no such command", words: ["gront", canary]),
      Line(name: "nothing to revoke", words: ["revoke", canary]),
      Line(name: "two things to revoke", words: ["revoke", canary, "--all", "--purpose", "x"]),
      Line(
        name: "company without a reason", words: ["revoke", canary, "--all", "--by", "company"]),
      Line(name: "unknown purpose", words: ["revoke", canary, "--purpose", "no.such"], code: 3),
      Line(name: "unknown consent", words: ["revoke", canary, "--consent", id], code: 5),
      Line(name: "consent that is no id", words: ["show", "12345"]),
      Line(name: "a person where a consent is due", words: ["show", canary]),
      Line(name: "a person where a receipt's consent is due", words: ["receipt", canary]),
      Line(name: "a person where a request is due", words: ["requests", "answer", canary]),
      Line(
        name: "a reason that is none",
        words: ["requests", "refuse", id, "--code", canary, "--reason", "r"]),
      Line(name: "consent that is not there", words: ["show", id], code: 5),
      Line(name: "renewal without an end", words: ["renew", id, "--notice", "n", "--method", "m"]),
      Line(
        name: "ground without an end",
        words: ["ground", "open", canary, "--purpose", "service.fulfilment", "--reference", "r"]),
      Line(name: "unknown subject", words: ["subject", "show", canary], code: 5),
      Line(
        name: "values of nobody", words: ["put", canary], input: #"{"contact.email":"x"}"#, code: 3),
      Line(name: "values that are no JSON", words: ["put", canary], input: "contact.email=x"),
      Line(name: "no values", words: ["put", canary]),
      Line(name: "origin that is none", words: ["put", canary, "--origin", "stolen"], input: "{}"),
      Line(name: "batch of nothing", words: ["sweep", "--batch", "0"]),
      Line(name: "batch too large", words: ["sweep", "--batch", "501"]),
      Line(name: "clock without a name", words: ["clock", "reset"]),
      Line(name: "clock of another vault", words: ["clock", "reset", "--confirm", "other"]),
      Line(
        name: "policy that is not there", words: ["policy", "load", "/nonexistent.yaml"], code: 5),
      Line(
        name: "policy check of nothing", words: ["policy", "check", "/nonexistent.yaml"], code: 1),
      Line(name: "policy that is none", words: ["policy", "check", "/etc/passwd"], code: 3),
      Line(
        name: "key on stdin and values too", words: ["put", canary, "--key-file", "-"], code: 4),
      Line(
        name: "actor of 64 KiB", words: grant + ["--actor", String(repeating: "x", count: 65_535)]),
      Line(name: "newline in the actor", words: grant + ["--actor", "\(canary)\nb"]),
      Line(name: "unknown shell", words: ["completions", "tcsh"]),
      Line(
        name: "a name that is no request",
        words: TestVault.ask("check", canary) + ["--category", ""], code: 3),
    ]
  }()

  @Test func everyBadLineIsRefusedAndNothingChanges() throws {
    let vault = try TestVault()
    let before = try vault.fingerprint()
    for line in Self.lines {
      let run = try vault.run(line.words, input: line.input)
      #expect(run.code == line.code, "\(line.name): \(run.error)")
      // No personal data in an error, not even for the one who typed it.
      #expect(!run.error.contains(Self.canary), "\(line.name)")
      #expect(run.error.isEmpty == (line.words.first == "check"), "\(line.name)")
    }
    #expect(try vault.fingerprint() == before)
  }

  @Test func errorsAreJSONWhereAnswersAre() throws {
    let vault = try TestVault()
    for line in Self.lines where line.words.first != "check" {
      let hasFormat = line.words.contains("--format")
      let run = try vault.run(line.words + (hasFormat ? [] : ["--json"]), input: line.input)
      guard !hasFormat else { continue }
      #expect(run.error.hasPrefix(#"{"error":{"code":""#), "\(line.name): \(run.error)")
      #expect(run.error.contains(#","message":""#) && run.error.contains(#","hint":"#))
      #expect(run.error.hasSuffix("}\n") && run.error.split(separator: "\n").count == 1)
      #expect(run.output.isEmpty, "\(line.name)")
    }
  }
}
