import Testing

@Suite struct Erasures {
  /// A vault with a customer who has a contract and a yes, and a value under each.
  private func used() throws -> (vault: TestVault, ground: String) {
    let vault = try TestVault()
    _ = try vault.grant()
    let opened = try vault.run([
      "ground", "open", "C-1", "--purpose", "service.fulfilment", "--reference", "O-1", "--for",
      "30d", "--json",
    ])
    let values = #"{"preference.size": "M", "contact.name": "Clara"}"#
    #expect(try vault.run(["put", "C-1"], input: values).code == 0)
    return (vault, try #require(opened.output.field("ground")))
  }

  private let erase = ["subject", "erase", "C-1", "--confirm", "C-1"]

  @Test func anErasureTellsWhatWentAndWhatIsKept() throws {
    let (vault, ground) = try used()
    let run = try vault.run(erase + ["--json"])
    #expect(run.code == 0)
    #expect(run.output.field("tier") == "a" && run.output.field("ground") == ground)
    #expect(run.output.contains(#""values":1,"permissions":1"#))
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 3)
    let read = [
      "get", "ground:\(ground)", "--purpose", "service.fulfilment", "--category", "contact.name",
      "--as", "checkout", "--channel", "email",
    ]
    #expect(try vault.run(read).output.contains("Clara"))
    let again = try vault.run(erase + ["--tier", "b", "--json"])
    #expect(again.code == 0 && again.output.field("tier") == "b")
    #expect(again.output.contains(#""changed":false"#))
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func closingWhatWasKeptNamesNoWayBack() throws {
    let (vault, ground) = try used()
    #expect(try vault.run(["ground", "close", ground, "-n"]).output.contains("undo"))
    #expect(try vault.run(erase).code == 0)
    let closed = try vault.run(["ground", "close", ground])
    #expect(closed.code == 0 && !closed.output.contains("undo"))
  }

  @Test func aCertificateIsWrittenAndVerifiedAndMadeAgainByItsLeaf() throws {
    let (vault, _) = try used()
    let file = vault.folder["erased.json"]
    #expect(try vault.run(erase + ["--certificate", file]).code == 0)
    let key = try #require(try vault.run(["ledger", "key", "--json"]).output.field("key"))
    let words = ["receipt", "verify", file, "--key", key]
    let verified = try vault.run(words + ["--json"])
    #expect(verified.code == 0 && verified.output.field("kind") == "erasure-certificate")
    let leaf = try #require(verified.output.number("leaf"))
    let later = vault.folder["later.json"]
    let certify = ["subject", "certificate", "--leaf", leaf]
    #expect(try vault.run(certify + ["--to", later]).code == 0)
    #expect(try vault.run(certify + ["--to", later]).code == 64)
    #expect(try vault.run(["subject", "certificate", "--leaf", "0"]).code == 5)
  }

  @Test func nothingIsErasedWhereTheCertificateCannotLie() throws {
    let (vault, _) = try used()
    let run = try vault.run(erase + ["--certificate", vault.folder["key"]])
    #expect(run.code == 64 && run.error.contains("exists"))
    let nowhere = try vault.run(erase + ["--certificate", vault.folder["none/erased.json"]])
    #expect(nowhere.code == 74)
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
  }

  @Test func theVaultsOwnIDsAreRefused() throws {
    let (vault, ground) = try used()
    #expect(try vault.run(erase).code == 0)
    let run = try vault.run(TestVault.grant("ground:\(ground)") + ["--json"])
    #expect(run.code == 3 && run.error.contains("SUBJECT_RESERVED"))
    let values = #"{"contact.name": "X"}"#
    #expect(try vault.run(["put", "ground:\(ground)"], input: values).code == 3)
    #expect(
      try vault.run(["subject", "erase", "ground:x", "--confirm", "ground:x"]).code == 3)
  }

  @Test func aTrialErasesNothingAndWritesNoCertificate() throws {
    let (vault, _) = try used()
    let file = vault.folder["erased.json"]
    let words = ["subject", "erase", "C-1", "-n", "--tier", "b", "--certificate", file, "--json"]
    let run = try vault.run(words)
    #expect(run.code == 0 && run.output.contains(#""dry_run":true"#))
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
    #expect(try vault.run(["receipt", "verify", file, "--key", "x+0+y"]).code != 0)
  }
}

extension String {
  /// The digits of the first member of that name, in JSON that we wrote ourselves.
  fileprivate func number(_ name: String) -> String? {
    guard let found = split(separator: "\"\(name)\":", maxSplits: 1).dropFirst().first else {
      return nil
    }
    let digits = found.prefix { $0.isNumber }
    return digits.isEmpty ? nil : String(digits)
  }
}
