import Testing

/// `keys rotate` and `keys rewrap` as they are typed.
@Suite struct KeyRotations {
  private let vault: TestVault
  private var folder: TemporaryFolder { vault.folder }

  init() throws {
    vault = try TestVault()
    _ = try vault.grant("C-1")
    let put = try vault.run(["put", "C-1"], input: "{\"preference.size\": \"M\"}")
    guard put.code == 0 else { throw TemporaryFolder.Failure() }
  }

  private func rotate(_ words: [String]) throws -> Program.Run {
    try vault.run(["keys", "rotate"] + words + ["--json"])
  }

  private func expectReadable() throws {
    let read = try vault.run(TestVault.ask("get", "C-1") + ["--json"])
    #expect(read.code == 0 && read.output.contains("\"value\":\"M\""))
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func eachKeyIsReplacedAndEverythingStillOpens() throws {
    let wrap = try rotate(["wrap"])
    #expect(wrap.code == 0)
    #expect(wrap.output.hasPrefix("{\"key\":\"wrap\",\"generation\":2,"))
    #expect(
      wrap.output.contains(
        "\"subjects\":1,\"seen\":1,\"rewritten\":1,\"batches\":1,\"complete\":true"))
    let pages = try rotate(["pages"])
    #expect(pages.code == 0 && pages.output.hasPrefix("{\"key\":\"pages\",\"generation\":2,"))
    let log = try rotate(["log"])
    #expect(log.code == 0 && log.output.hasPrefix("{\"key\":\"log\",\"generation\":2,"))
    try expectReadable()
    let rewrap = try vault.run(["keys", "rewrap", "--json"])
    #expect(rewrap.code == 0 && rewrap.output.contains("\"complete\":true,\"pages\":null"))
  }

  @Test func aPurposesKeyFilesAreNamedAndOpenNothingMore() throws {
    let issue = ["keys", "issue", "--purpose", "personalise.recommendations", "--to"]
    #expect(try vault.run(issue + [folder["p.key"]]).code == 0)
    let run = try rotate(["purpose", "--purpose", "personalise.recommendations"])
    #expect(run.code == 0)
    #expect(run.output.contains("\"dropped\":[{\"slot\":3,\"kind\":\"purpose\""))
    let refused = try vault.run(["stats", "--key-file", folder["p.key"]])
    #expect(refused.code == 4 && refused.error.contains("hint:"))
    #expect(try vault.run(issue + [folder["q.key"]]).code == 0)
    let read = try vault.run(
      TestVault.ask("get", "C-1") + ["--key-file", folder["q.key"], "--json"])
    #expect(read.code == 0)
    try expectReadable()
  }

  @Test func theRootIsReplacedOnlyWhenItsVaultIsNamed() throws {
    let before = try vault.fingerprint()
    for words in [[], ["--confirm", "other"]] {
      #expect(try rotate(["root"] + words).code == 64)
    }
    #expect(try vault.fingerprint() == before)
    let run = try rotate(["root", "--confirm", "shop"])
    #expect(run.code == 0 && run.output.hasPrefix("{\"key\":\"root\",\"generation\":2,"))
    let code = try #require(run.output.field("recovery_code"))
    #expect(code.utf8.count == 26 && code != vault.recoveryCode)
    try expectReadable()
    for (text, exit) in [(vault.recoveryCode, 4), (code, 0)] as [(String, Int32)] {
      try folder.write("code", "\(text)\n")
      let options = Program.Options(environment: ["CVAULT_VAULT": folder["shop.vault"]])
      let opened = try Program.run(["keys", "list", "--passphrase-file", folder["code"]], options)
      #expect(opened.code == exit)
    }
  }

  @Test func aKeyThatIsReadOnceDoesNotReplaceTheRoot() throws {
    var options = Program.Options(environment: ["CVAULT_VAULT": folder["shop.vault"]])
    options.input = folder.read("key")
    let run = try Program.run(
      ["keys", "rotate", "root", "--confirm", "shop", "--key-file", "-", "--json"], options)
    #expect(run.code == 64 && run.error.contains("KEY_READ_ONCE"))
  }

  @Test func anUnknownPurposeIsToldApart() throws {
    #expect(try rotate(["purpose", "--purpose", "no.such"]).error.contains("PURPOSE_UNKNOWN"))
  }
}
