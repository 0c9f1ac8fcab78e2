import Testing

@Suite struct Explanations {
  private static func explain(_ subject: String, as actor: String = "shop-engine") -> [String] {
    ["policy"] + TestVault.ask("explain", subject).map { $0 == "shop-engine" ? actor : $0 }
  }

  @Test func anExplanationHasTheShapeAndTheExitOfACheck() throws {
    let vault = try TestVault()
    let id = try vault.grant()
    let permitted = try vault.run(Self.explain("C-1") + ["--json"])
    #expect(permitted.code == 0, "\(permitted.error)")
    #expect(permitted.output.hasPrefix(#"{"decision":"permit","reasons":[],"permissions":{"#))
    #expect(permitted.output.contains(#""explanation":["shop-engine may use preference.size for "#))
    #expect(permitted.output.contains(#""records":[{"consent":"\#(id)","state":"given""#))
    #expect(permitted.output.contains(#""codes":["CONSENT_EXPIRED"]}}"#))
    #expect(try vault.run(["revoke", "C-1", "--consent", id]).code == 0)
    let denied = try vault.run(Self.explain("C-1") + ["--json"])
    #expect(denied.code == 3)
    #expect(denied.output.contains(#""code":"CONSENT_WITHDRAWN""#))
    #expect(denied.output.contains(#""denials":[{"denial":""#))
    let table = try vault.run(Self.explain("C-1"))
    #expect(table.code == 3 && table.output.contains("the person's no of "))
  }

  @Test func aStrangerLearnsThatItIsOne() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    let known = try vault.run(Self.explain("C-1", as: "finance"))
    let unknown = try vault.run(Self.explain("C-2", as: "finance"))
    #expect(known.code == 3 && known.output == unknown.output)
    #expect(known.output.contains("ACTOR_NOT_PERMITTED"))
  }
}

@Suite struct Impacts {
  @Test func theImpactOfAFileIsAQuestionThatWritesNothing() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    #expect(try vault.run(TestVault.ask("get", "C-1")).code == 0)
    let before = try vault.fingerprint()
    let same = try vault.run(["policy", "impact", TestVault.policy])
    #expect(same.code == 0 && same.output.contains("nothing changes"), "\(same.error)")
    let file = vault.folder["policy.yaml"]
    let text = try vault.run(["policy", "show"]).output
    try vault.folder.write(
      "policy.yaml",
      text.replacing("actors: [shop-engine, stylist]", with: "actors: [stylist]"))
    let run = try vault.run(["policy", "impact", file, "--json"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains(#""permissions":1,"newly_denied":1"#))
    #expect(run.output.contains(#""past":{"decisions":1,"newly_denied":1"#))
    #expect(run.output.contains(#""codes":{"ACTOR_NOT_PERMITTED":"#))
    #expect(!run.output.contains("C-1"))
    #expect(
      try vault.run(["policy", "impact", file]).output.contains("personalise.recommendations"))
    #expect(try vault.fingerprint() == before)
    #expect(try vault.run(["policy", "impact", vault.folder["missing.yaml"]]).code == 5)
  }
}
