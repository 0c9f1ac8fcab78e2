import Glibc
import Testing

@Suite struct Exports {
  private static let hostile = "</bdi><script>alert(1)</script>"
  private static let values =
    #"{"preference.size": ["=1+1", "M, \"x\""], "preference.style": "\#(hostile)"}"#

  private func filled() throws -> TestVault {
    let vault = try TestVault()
    _ = try vault.grant()
    let stored = try vault.run(["put", "C-1"], input: Self.values)
    guard stored.code == 0 else { throw TemporaryFolder.Failure() }
    _ = try vault.run(TestVault.ask("get", "C-1"))
    _ = try vault.run([
      "get", "C-1", "--purpose", "score.customer-value", "--category", "order",
      "--as", "insight",
    ])
    return vault
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return 0 }
    return status.st_mode & 0o777
  }

  @Test func jsonIsExactAndComesAfterItsLeaf() throws {
    let vault = try filled()
    let run = try vault.run(["subject", "export", "C-1"])
    #expect(run.code == 0 && run.output.hasPrefix(#"{"statement":"access","format":1,"#))
    #expect(run.output.contains(#""encoding":"utf-8","value":"=1+1"}"#))
    #expect(run.output.contains(#""encoding":"utf-8","value":"M, \"x\""}"#))
    #expect(run.output.contains(#""uses":[{"leaf":"#))
    #expect(run.output.contains(#""refused_uses":[{"leaf":"#))
    #expect(run.output.contains("CONSENT_MISSING"))
    let history = try vault.run(["subject", "history", "C-1", "--json"]).output
    #expect(history.contains(#""type":"data exported""#))
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func nothingIsReleasedWhereTheOutputIsRefused() throws {
    let vault = try filled()
    let before = try vault.fingerprint()
    try vault.folder.write("there", "kept")
    let taken = try vault.run(["subject", "export", "C-1", "--to", vault.folder["there"]])
    #expect(taken.code == 64 && vault.folder.read("there") == "kept")
    let nowhere = vault.folder["no/such/folder"]
    #expect(try vault.run(["subject", "export", "C-1", "--to", nowhere]).code != 0)
    #expect(try vault.run(["subject", "export", "C-1", "--as", "csv"]).code == 64)
    #expect(try vault.run(["subject", "export", "C-1", "--portable", "--as", "html"]).code == 64)
    #expect(try vault.fingerprint() == before)
    // A file that was made for nothing is taken away.
    let new = vault.folder["new.json"]
    #expect(try vault.run(["subject", "export", "nobody", "--to", new]).code == 5)
    #expect(!vault.folder.names().contains("new.json"))
  }

  @Test func anOutputThatCannotBeWrittenIsAnError() throws {
    let vault = try filled()
    #expect(try vault.run(["subject", "export", "C-1"], output: .full).code == 74)
    #expect(try vault.run(["subject", "export", "C-1"], output: .closedPipe).code == 74)
  }

  @Test func thePageEscapesWhateverIsInItAndLoadsNothing() throws {
    let vault = try filled()
    let path = vault.folder["statement.html"]
    let run = try vault.run(["subject", "export", "C-1", "--to", path])
    #expect(run.code == 0, "\(run.error)")
    #expect(mode(path) == 0o600)
    let page = vault.folder.read("statement.html")
    #expect(page.contains("&lt;/bdi&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
    for forbidden in ["<script", "http://", "https://", "src=", "url(", "@import", "<iframe"] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    for part in [
      "<html lang=\"en\">", "default-src 'none'", "prefers-color-scheme:dark", "@page",
      "Recommendations in the shop", "privacy@example.com", "<th scope=\"col\">Who</th>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test func tablesAreFilesThatASpreadsheetDoesNotCalculate() throws {
    let vault = try filled()
    let run = try vault.run([
      "subject", "export", "C-1", "--as", "csv", "--to", vault.folder["tables"],
    ])
    #expect(run.code == 0, "\(run.error)")
    let names = [
      "about.csv", "denials.csv", "events.csv", "permissions.csv", "requests.csv", "uses.csv",
      "values.csv",
    ]
    #expect(vault.folder.names("tables") == names)
    #expect(names.allSatisfy { mode(vault.folder["tables/\($0)"]) == 0o600 })
    let values = vault.folder.read("tables/values.csv")
    #expect(values.contains(#",utf-8,"'=1+1""#) && values.contains(#","M, ""x""""#))
    #expect(vault.folder.read("tables/uses.csv").contains(",permit,"))
    // Never over what is there.
    let again = try vault.run([
      "subject", "export", "C-1", "--as", "csv", "--to", vault.folder["tables"],
    ])
    #expect(again.code == 64 && vault.folder.names("tables") == names)
  }

  @Test func whatIsTakenElsewhereIsTheValuesAlone() throws {
    let vault = try filled()
    let json = try vault.run(["subject", "export", "C-1", "--portable"]).output
    #expect(json.hasPrefix(#"{"statement":"portability""#) && json.hasSuffix("]}\n"))
    #expect(!json.contains("uses") && !json.contains("permissions"))
    let csv = try vault.run(["subject", "export", "C-1", "--portable", "--as", "csv"]).output
    #expect(csv.hasPrefix("category,title,key,origin,collected_at,encoding,value\r\n"))
  }

  @Test func aTrialWritesNoFileAndNoLeaf() throws {
    let vault = try filled()
    let before = try vault.fingerprint()
    let run = try vault.run([
      "subject", "export", "C-1", "--to", vault.folder["trial.html"], "-n", "--json",
    ])
    #expect(run.code == 0 && run.output.contains(#""values":3"#))
    #expect(!vault.folder.names().contains("trial.html"))
    let bare = try vault.run(["subject", "export", "C-1", "-n"])
    #expect(bare.code == 0 && !bare.output.contains("=1+1"))
    #expect(try vault.fingerprint() == before)
  }

  @Test func whoIsErasedOrUnknownGetsNothing() throws {
    let vault = try filled()
    #expect(try vault.run(["subject", "export", "C-9"]).code == 5)
    #expect(try vault.run(["subject", "erase", "C-1", "--confirm", "C-1"]).code == 0)
    let run = try vault.run(["subject", "export", "C-1", "--json"])
    #expect(run.code == 3 && run.error.contains("SUBJECT_ERASED"))
  }
}
