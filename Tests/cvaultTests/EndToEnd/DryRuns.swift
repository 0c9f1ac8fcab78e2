import Testing

@Suite struct DryRuns {
  @Test func everyChangeCanBeTriedOutAndIsUndone() throws {
    let vault = try TestVault()
    let id = try vault.grant()
    _ = try vault.run(["refuse", "C-9", "--all"])
    let asked = try vault.run([
      "request", "C-2", "--purpose", "personalise.recommendations", "--notice",
      "personalise-recommendations", "--json",
    ])
    let request = try #require(asked.output.field("consent"))
    let opened = try vault.run([
      "ground", "open", "C-1", "--purpose", "service.fulfilment", "--reference", "O-1", "--for",
      "30d", "--json",
    ])
    let ground = try #require(opened.output.field("ground"))
    let made = try vault.run(["requests", "open", "C-1", "--kind", "erasure", "--json"])
    let asking = try #require(made.output.field("request"))
    let before = try vault.fingerprint()
    let proof = ["--notice", "personalise-recommendations", "--method", "web-form"]
    let values = #"{"preference.size": "M"}"#
    let lines: [(words: [String], input: String)] = [
      (TestVault.grant("C-7"), ""), (["renew", id, "--for", "20d"] + proof, ""),
      (["revoke", "C-1", "--consent", id], ""), (["revoke", "C-1", "--all"], ""),
      (["revoke", "C-1", "--all", "--by", "company", "--reason", "r"], ""),
      (["refuse", "C-7", "--purpose", "marketing"], ""), (["dismiss", request], ""),
      (["invalidate", id, "--finding", "F-1"], ""), (["ground", "close", ground], ""),
      (["put", "C-1"], values), (["subject", "rectify", "C-1"], values),
      (["subject", "restrict", "C-1"], ""), (["subject", "erase", "C-1"], ""),
      (["subject", "object", "C-1"], ""), (["subject", "export", "C-1"], ""),
      (["requests", "open", "C-1", "--kind", "access"], ""),
      (["requests", "extend", asking, "--reason", "r"], ""), (["requests", "answer", asking], ""),
      (["requests", "refuse", asking, "--code", "excessive", "--reason", "r"], ""),
      (["clock", "reset"], ""), (["policy", "load", TestVault.policy], ""), (["sweep"], ""),
    ]
    for line in lines {
      let run = try vault.run(line.words + ["-n", "--json"], input: line.input)
      #expect(run.code == 0, "\(line.words): \(run.error)")
      #expect(run.output.contains(#""dry_run":true"#), "\(line.words)")
      #expect(!run.output.contains(#""leaf":1"#), "\(line.words)")
    }
    #expect(try vault.fingerprint() == before)
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
  }

  @Test func aTrialIsRefusedLikeTheChangeItself() throws {
    let vault = try TestVault()
    #expect(try vault.run(TestVault.grant("C-1") + ["--for", "181d", "-n"]).code == 3)
    #expect(try vault.run(["subject", "erase", "nobody", "-n"]).code == 5)
  }
}
