import Testing

@Suite struct TheMainJob {
  @Test func aConsentOpensDataAndItsWithdrawalShutsIt() throws {
    let vault = try TestVault()
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 3)
    let id = try vault.grant()
    let stored = try vault.run(["put", "C-1"], input: #"{"preference.size": ["M", "38"]}"#)
    #expect(stored.code == 0, "\(stored.error)")
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
    let read = try vault.run(TestVault.ask("get", "C-1") + ["--json"])
    #expect(read.code == 0)
    #expect(read.output.contains(#""key":"0","value":"M","origin":"volunteered""#))
    #expect(read.output.contains(#""permissions":{"preference.size":"\#(id)"}"#))
    let revoked = try vault.run(["revoke", "C-1", "--consent", id, "--json"])
    #expect(revoked.code == 0)
    #expect(revoked.output.contains(#""closed":["\#(id)"]"#))
    let denied = try vault.run(TestVault.ask("get", "C-1") + ["--json"])
    #expect(denied.code == 3)
    #expect(denied.output.contains(#""code":"CONSENT_WITHDRAWN""#))
    #expect(!denied.output.contains(#""values""#))
  }

  @Test func aNoOfSomebodyNeverSeenIsTaken() throws {
    let vault = try TestVault()
    #expect(try vault.run(["revoke", "Z-9", "--purpose", "marketing"]).code == 0)
    #expect(try vault.run(["refuse", "Z-8", "--all"]).code == 0)
  }

  @Test(arguments: ["subject", "company"])
  func whyAConsentIsTakenBackIsTold(by party: String) throws {
    let vault = try TestVault()
    let id = try vault.grant()
    let words = ["revoke", "C-1", "--consent", id, "--by", party, "--reason", "moved away"]
    let run = try vault.run(words + ["--json"])
    #expect(run.code == 0)
    #expect(run.output.contains(#""scope":{"purpose":"personalise.recommendations""#))
    let history = try vault.run(["subject", "history", "C-1", "--json"])
    #expect(history.output.contains(#""text":"moved away""#), "\(history.output)")
  }

  @Test func theSubjectMayComeOnStandardInput() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    let stored = try vault.run(["put", "-"], input: "C-1\n{\"preference.size\": \"M\"}")
    #expect(stored.code == 0, "\(stored.error)")
    #expect(try vault.run(TestVault.ask("check", "-"), input: "C-1\n").code == 0)
    #expect(try vault.run(TestVault.ask("check", "-"), input: "C-2\n").code == 3)
  }

  @Test func aChangeSaysWhatEndsItAndWhatUndoesIt() throws {
    let vault = try TestVault()
    let run = try vault.run(TestVault.grant("C-1"))
    #expect(run.output.contains("UTC (20"))
    #expect(run.output.contains("undo        cvault revoke C-1 --consent "))
    #expect(try vault.run(TestVault.grant("C-1") + ["-q"]).output.isEmpty)
  }

  @Test func erasingWantsTheIdTwice() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    let asked = try vault.run(["subject", "erase", "C-1"])
    #expect(asked.code == 64)
    #expect(asked.error.contains("--confirm"))
    #expect(try vault.run(["subject", "erase", "C-1", "--confirm", "C-2"]).code == 64)
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
    #expect(try vault.run(["subject", "erase", "C-1", "--confirm", "C-1"]).code == 0)
    let denied = try vault.run(TestVault.ask("check", "C-1") + ["--json"])
    #expect(denied.output.contains(#""code":"SUBJECT_ERASED""#))
  }

  @Test func anIssuedKeyOpensItsPurposeAndNoMore() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    let key = vault.folder["purpose.key"]
    let words = ["keys", "issue", "--purpose", "personalise.recommendations", "--to", key]
    #expect(try vault.run(words).code == 0)
    #expect(try vault.run(TestVault.ask("check", "C-1") + ["--key-file", key]).code == 0)
    #expect(try vault.run(TestVault.grant("C-2") + ["--key-file", key]).code == 4)
    #expect(try vault.run(["subject", "list", "--key-file", key]).code == 4)
    // Never over a key that exists.
    #expect(try vault.run(words).code == 64)
  }

  @Test func everyReportAnswersInEveryFormat() throws {
    let vault = try TestVault()
    let id = try vault.grant()
    let commands = [
      ["consents", "C-1"], ["show", id], ["ground", "list", "C-1"], ["subject", "list"],
      ["subject", "show", "C-1"], ["subject", "history", "C-1"], ["policy", "show"],
      ["policy", "log"], ["policy", "check", TestVault.policy], ["ledger", "show"],
      ["ledger", "verify"], ["ledger", "checkpoint"], ["ledger", "prove", "0"], ["ledger", "key"],
      ["keys", "list"], ["doctor"], ["requests"], ["requests", "--all"], ["stats"], ["report"],
      ["receipt", id], ["expiring"],
      ["sweep", "--dry-run"],
      ["config", "show", "--origin"], ["completions", "bash"], ["version"],
    ]
    for command in commands {
      for format in ["table", "json", "ndjson", "csv"] {
        let run = try vault.run(command + ["--format", format])
        #expect(run.code == 0, "\(command) \(format): \(run.error)")
        #expect(run.error.isEmpty, "\(command) \(format)")
        if format == "json" { #expect(run.output.first == "{" || run.output.first == "[") }
      }
    }
  }
}
