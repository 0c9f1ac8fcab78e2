import Testing

@Suite struct Imports {
  private static let folder = TestVault.policy.split(separator: "/").dropLast()
    .joined(separator: "/")

  private let map = "/\(Self.folder)/customers.map.yaml"
  private let customers = "/\(Self.folder)/customers.csv"

  @Test func theSameFileAgainChangesNothing() throws {
    let vault = try TestVault()
    let before = try vault.fingerprint()
    let words = ["import", customers, "--map", map, "--json"]
    #expect(try vault.run(words + ["-n"]).code == 0)
    #expect(try vault.fingerprint() == before)
    let first = try vault.run(words)
    #expect(first.code == 0, "\(first.error)")
    #expect(first.output.hasPrefix(#"{"rows":12,"subjects":12,"#))
    let list = try vault.run(["subject", "list", "--json"]).output
    let somebody = try #require(list.split(separator: #""subject":""#).dropFirst().first)
    let records = try vault.run(
      ["consents", String(somebody.prefix { $0 != "\"" }), "--all", "--json"])
    let record = try #require(
      records.output.split(separator: #""consent":""#).dropFirst().first)
    let shown = try vault.run(["show", String(record.prefix { $0 != "\"" }), "--json"])
    #expect(shown.output.contains(#""source":"file sha256:"#), "\(shown.output)")
    let after = try vault.fingerprint()
    let second = try vault.run(words)
    #expect(second.code == 0)
    #expect(second.output.contains(#""granted":0,"refused":0,"grounds":0,"values":0"#))
    #expect(try vault.fingerprint() == after)
  }

  @Test func rejectedRowsAreKeptAndEndWith7() throws {
    let vault = try TestVault()
    let rows =
      "customer_id,given_name,surname,email,phone,size,interests,newsletter,opt_in_time,order_id,updated\n"
    try vault.folder.write("bad.csv", rows + ",A,B,a@example.com,,,,maybe,,,\n")
    let words = [
      "import", vault.folder["bad.csv"], "--map", map, "--rejects", vault.folder["rejects"],
      "--json",
    ]
    let run = try vault.run(words)
    #expect(run.code == 7, "\(run.error)")
    #expect(run.output.contains(#""rejected":1"#))
    #expect(vault.folder.read("rejects").contains(#""code":"#))
    // Rejected rows are personal data: the file is never written over, and no error repeats them.
    let again = try vault.run(words)
    #expect(again.code == 64)
    #expect(!again.error.contains("example.com"))
  }

  @Test func aRowThatIsTooLargeStopsNoOther() throws {
    let vault = try TestVault()
    let interests = (0..<3000).map { "\($0)" }.joined(separator: ";")
    let rows = [
      "customer_id,given_name,surname,email,phone,size,interests,newsletter,opt_in_time,order_id,updated",
      "A-1,Canary,B,a@example.com,,M,\(interests),yes,2026-01-02T09:00:00Z,O-1,2026-01-02T09:00:00Z",
      "A-2,C,D,c@example.com,,M,jazz,yes,2026-01-02T09:00:00Z,O-2,2026-01-02T09:00:00Z",
    ]
    try vault.folder.write("large.csv", rows.map { $0 + "\n" }.joined())
    for (rejects, granted) in [("first", 1), ("second", 0)] {
      let run = try vault.run([
        "import", vault.folder["large.csv"], "--map", map, "--rejects", vault.folder[rejects],
        "--json",
      ])
      #expect(run.code == 7, "\(run.error)")
      #expect(run.output.contains(#""granted":\#(granted)"#), "\(run.output)")
      #expect(vault.folder.read(rejects).hasPrefix(#"{"line":2,"code":"TOO_LARGE""#))
      #expect(!run.error.contains("Canary"))
    }
    #expect(try vault.run(["subject", "show", "A-1"]).code == 5)
    #expect(try vault.run(["subject", "show", "A-2"]).code == 0)
  }

  @Test func whatIsNotThereIsNotFound() throws {
    let vault = try TestVault()
    #expect(try vault.run(["import", "/nonexistent.csv", "--map", map]).code == 5)
    #expect(try vault.run(["import", customers, "--map", "/nonexistent.yaml"]).code == 5)
    #expect(try vault.run(["import", "/etc/passwd", "--map", map]).code == 64)
  }
}
