import Testing

@Suite struct Reports {
  /// A vault in which one person was served, one was refused, and one took back a yes.
  private func world() throws -> TestVault {
    let vault = try TestVault()
    _ = try vault.grant("C-1")
    let taken = try vault.grant("C-2")
    #expect(try vault.run(["put", "C-1"], input: #"{"preference.size": "M"}"#).code == 0)
    #expect(try vault.run(TestVault.ask("get", "C-1")).code == 0)
    #expect(try vault.run(["revoke", "C-2", "--consent", taken]).code == 0)
    #expect(try vault.run(TestVault.ask("get", "C-2")).code == 3)
    return vault
  }

  @Test func outcomesAreToldToProgramsAndPeople() throws {
    let vault = try world()
    let run = try vault.run(["report", "--json"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains(#""closing":{"count":1,"median_ms":0,"#))
    #expect(run.output.contains(#""accesses":{"permitted":1,"denied":1}"#))
    #expect(run.output.contains(#"{"code":"CONSENT_WITHDRAWN","count":1}"#))
    #expect(run.output.contains(#""uses":[{"basis":"consent","count":1}]"#))
    let table = try vault.run(["report"]).output
    #expect(table.contains("1 permitted, 1 denied") && table.contains("CONSENT_WITHDRAWN"))
  }

  @Test func thePageNamesNobodyAndNeedsNothing() throws {
    let vault = try world()
    let file = vault.folder["report.html"]
    #expect(try vault.run(["report", "--html", file]).code == 0)
    let page = vault.folder.read("report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    for needle in [
      "C-1", "C-2", "<script", "http://", "https://", "url(", "@import", "<img", "<link",
    ] {
      #expect(!page.contains(needle), "\(needle)")
    }
    #expect(page.contains("Example Retail Ltd") && page.contains("<svg"))
    #expect(try vault.run(["report", "--html", file]).code == 64)
  }

  @Test func aPeriodThatIsNoneIsAUsageError() throws {
    let vault = try TestVault()
    let run = try vault.run(["report", "--since", "1990-01-01T00:00:00Z", "--json"])
    #expect(run.code == 64 && run.error.field("code") == "PERIOD_INVALID")
    #expect(try vault.run(["report", "--since", "yesterday"]).code == 64)
  }
}
