import Testing

@Suite struct Receipts {
  /// A vault, a consent in it, and its log's key.
  private func world() throws -> (vault: TestVault, consent: String, key: String) {
    let vault = try TestVault()
    let consent = try vault.grant()
    let key = try #require(try vault.run(["ledger", "key", "--json"]).output.field("key"))
    return (vault, consent, key)
  }

  /// Verifies a file where there is no vault and no key of one.
  private func verify(_ path: String, _ key: String, _ more: [String] = []) throws -> Program.Run {
    try Program.run(["receipt", "verify", path, "--key", key] + more)
  }

  /// Puts a file into a vault's folder and gives its path.
  private func write(_ vault: TestVault, _ text: String, _ name: String) throws -> String {
    try vault.folder.write(name, text)
    return vault.folder[name]
  }

  @Test func aReceiptIsVerifiedWithoutTheVault() throws {
    let (vault, consent, key) = try world()
    let file = vault.folder["receipt.json"]
    #expect(try vault.run(["receipt", consent, "--to", file]).code == 0)
    let run = try verify(file, key, ["--json"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.hasPrefix(#"{"ok":true,"kind":"consent-receipt","vault":"shop/"#))
    #expect(run.output.field("event") == "given")
    #expect(try verify(file, key).output.contains("Recommendations"))
  }

  @Test func whatIsPrintedIsTheReceiptToTheByte() throws {
    let (vault, consent, key) = try world()
    let printed = try vault.run(["receipt", "issue", consent, "--json"]).output
    let file = try write(vault, printed, "printed.json")
    #expect(try verify(file, key).code == 0)
    let edited = printed.split(separator: "self").joined(separator: "Self")
    let other = try write(vault, edited, "edited.json")
    let refused = try verify(other, key, ["--json"])
    #expect(refused.code == 6 && refused.error.field("code") == "RECEIPT_FORGED")
    let spaced = try write(vault, " " + printed, "spaced.json")
    #expect(try verify(spaced, key).code == 64)
  }

  @Test func anotherVaultsReceiptIsRefused() throws {
    let (vault, consent, key) = try world()
    let (_, _, other) = try world()
    let file = vault.folder["receipt.json"]
    #expect(try vault.run(["receipt", consent, "--kantara", "--to", file]).code == 0)
    let refused = try verify(file, other, ["--json"])
    #expect(refused.code == 6 && refused.error.field("code") == "RECEIPT_SIGNER_UNKNOWN")
    // Keys may come from a file, and several are tried.
    let keys = try write(vault, "\(other)\n\(key)\n", "keys")
    #expect(try verify(file, keys).code == 0)
    let table = try write(vault, try vault.run(["ledger", "key"]).output, "printed-keys")
    #expect(try verify(file, table).code == 0)
    let none = try verify(file, try write(vault, "no key\n", "no-keys"), ["--json"])
    #expect(none.code == 64 && none.error.field("code") == "VERIFIER_KEY_INVALID")
  }

  @Test func aReceiptIsNeverWrittenOverAFile() throws {
    let (vault, consent, _) = try world()
    let file = try write(vault, "mine", "receipt.json")
    #expect(try vault.run(["receipt", consent, "--to", file]).code == 64)
  }

  @Test(arguments: [
    (["receipt", "00000000-0000-0000-0000-000000000001"], 5, "PERMISSION_UNKNOWN"),
    (["receipt", "CONSENT", "--event", "0"], 5, "RECEIPT_EVENT_UNKNOWN"),
    (["receipt", "CONSENT", "--jurisdiction", "DE"], 64, "USAGE"),
    (["receipt", "verify", "nowhere.json", "--key", "a+b+c"], 5, "FILE_MISSING"),
    (["receipt", "verify", "/dev/null", "--key", "a+b+c"], 74, "INPUT_OUTPUT"),
    (["receipt", "verify", "nowhere.json"], 64, "USAGE"), (["receipt", "nothing"], 64, "USAGE"),
  ])
  func aMistakeHasItsExitCode(words: [String], exit: Int32, code: String) throws {
    let (vault, consent, _) = try world()
    let run = try vault.run(words.map { $0 == "CONSENT" ? consent : $0 } + ["--json"])
    #expect(run.code == exit && run.error.field("code") == code, "\(run.error)")
  }
}
