import Testing

/// What a vault signs about its ledger, and how others hold it to that.
@Suite struct Checkpoints {
  private let vault: TestVault
  private let folder: TemporaryFolder

  init() throws {
    vault = try TestVault()
    folder = vault.folder
  }

  private func key() throws -> String {
    try #require(try vault.run(["ledger", "key", "--json"]).output.field("key"))
  }

  @Test func aCheckpointIsPrintedToTheByteAndKeptInAFile() throws {
    let printed = try vault.run(["ledger", "checkpoint"])
    #expect(printed.code == 0, "\(printed.error)")
    #expect(printed.output.hasPrefix("shop/"))
    let run = try vault.run(["ledger", "checkpoint", "--to", folder["first"]])
    #expect(run.code == 0)
    #expect(folder.read("first") == printed.output)
    // Never over a file that is there.
    #expect(try vault.run(["ledger", "checkpoint", "--to", folder["first"]]).code == 64)
  }

  @Test func theLedgerIsHeldAgainstAKeptCheckpoint() throws {
    _ = try vault.run(["ledger", "checkpoint", "--to", folder["first"]])
    _ = try vault.grant()
    let against = ["ledger", "verify", "--against"]
    let whole = try vault.run(against + [folder["first"], "--json"])
    #expect(whole.code == 0, "\(whole.error)")
    #expect(whole.output.contains(#""against":"#))
    #expect(try vault.run(against + [folder["first"], "--key", key()]).code == 0)
    let note = folder.read("first")
    let origin = note.prefix { $0 != "\n" }
    for (name, text, code, word) in [
      ("crlf", note.replacing("\n", with: "\r\n"), 64, "CHECKPOINT_INVALID"),
      ("short", String(note.dropLast(20)), 64, "CHECKPOINT_INVALID"),
      ("empty", "", 64, "CHECKPOINT_INVALID"),
      (
        "size", note.replacing("\(origin)\n", with: "\(origin)\n1"), 6, "CHECKPOINT_UNTRUSTED"
      ),
      ("name", note.replacing("shop/", with: "shap/"), 6, "CHECKPOINT_UNTRUSTED"),
    ] {
      try folder.write(name, text)
      let run = try vault.run(against + [folder[name], "--json"])
      #expect(run.code == code, "\(name): \(run.error)")
      #expect(run.error.field("code") == word, "\(name)")
    }
    #expect(try vault.run(against + [folder["none"]]).code == 5)
    #expect(try vault.run(against + [folder["first"], "--key", "shop+00000000+AAAA"]).code == 64)
    #expect(try vault.run(["ledger", "verify", "--key", key()]).code == 64)
    let other = try TestVault()
    let foreign = try other.run(["ledger", "checkpoint"]).output
    try folder.write("foreign", foreign)
    #expect(try vault.run(against + [folder["foreign"]]).code == 6)
  }

  @Test func aRolledBackLedgerIsFoundByItsOldCheckpoint() throws {
    let other = try TestVault()
    _ = try vault.run(["ledger", "checkpoint", "--to", folder["first"]])
    for subject in ["C-1", "C-2"] { _ = try vault.grant(subject) }
    _ = try vault.run(["ledger", "checkpoint", "--to", folder["second"]])
    #expect(
      try other.run([
        "ledger", "witness", folder["second"], "--key", key(), "--to", other.folder["cosigned"],
      ]).code == 0)
    let behind = try other.run(["ledger", "witness", folder["first"], "--key", key(), "--json"])
    #expect(behind.code == 6)
    #expect(behind.error.field("code") == "WITNESSED_LOG_ROLLED_BACK")
    // A cosigned checkpoint is still one of the log.
    #expect(
      try vault.run(["ledger", "verify", "--against", other.folder["cosigned"]]).code == 0)
  }

  @Test func aWitnessWantsAProofThatTheLedgerGrew() throws {
    let other = try TestVault()
    let witness = ["--key", try key()]
    _ = try vault.run(["ledger", "checkpoint", "--to", folder["first"]])
    #expect(try other.run(["ledger", "witness", folder["first"]] + witness).code == 0)
    _ = try vault.grant()
    let proved = try vault.run([
      "ledger", "prove", "--consistency", folder["first"], "--to", folder["growth"],
    ])
    #expect(proved.code == 0, "\(proved.error)")
    _ = try vault.run(["ledger", "checkpoint", "--to", folder["second"]])
    let second = ["ledger", "witness", folder["second"]]
    let bare = try other.run(second + witness + ["--json"])
    #expect(bare.code == 64)
    #expect(bare.error.field("code") == "PROOF_NEEDED")
    #expect(try other.run(second + witness + ["--proof", folder["first"]]).code == 64)
    #expect(try other.run(second + witness + ["--proof", folder["growth"]]).code == 0)
    // Nobody is his own witness, and an unknown key is none.
    let own = try vault.run(second + witness + ["--json"])
    #expect(own.error.field("code") == "CHECKPOINT_OWN")
    let stranger = try #require(
      try other.run(["ledger", "key", "--json"]).output.field("key"))
    let run = try other.run(second + ["--key", stranger, "--json"])
    #expect(run.code == 6)
    #expect(run.error.field("code") == "CHECKPOINT_UNTRUSTED")
  }

  @Test func aLeafIsProved() throws {
    _ = try vault.grant()
    let run = try vault.run(["ledger", "prove", "1"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.hasPrefix("c2sp.org/tlog-proof@v1\nextra "))
    #expect(try vault.run(["ledger", "prove", "99"]).code == 5)
    #expect(try vault.run(["ledger", "prove"]).code == 64)
    #expect(try vault.run(["ledger", "prove", "1", "--consistency", "x"]).code == 64)
    #expect(try vault.run(["ledger", "prove", "--consistency", "/nonexistent"]).code == 5)
  }

  @Test func anExportGoesOnFromTheLast() throws {
    let tiles = folder["tiles"]
    #expect(try vault.run(["ledger", "export", tiles]).code == 0)
    let first = folder.read("tiles/checkpoint")
    #expect(first == (try vault.run(["ledger", "checkpoint"]).output))
    _ = try vault.grant()
    let again = try vault.run(["ledger", "export", tiles, "--json"])
    #expect(again.code == 0, "\(again.error)")
    #expect(folder.read("tiles/checkpoint") != first)
    // Not among other things, and not over another log's.
    #expect(try vault.run(["ledger", "export", folder["."]]).code == 64)
    let other = try TestVault()
    let foreign = try other.run(["ledger", "export", tiles, "--json"])
    #expect(foreign.code == 6)
    #expect(foreign.error.field("code") == "CHECKPOINT_FOREIGN")
    #expect(try vault.run(["ledger", "export", "/nonexistent/tiles"]).code == 74)
  }

  @Test func whoeverHasNoOwnersKeySignsNothing() throws {
    let key = folder["purpose.key"]
    _ = try vault.run(["keys", "issue", "--purpose", "personalise.recommendations", "--to", key])
    for words in [["checkpoint"], ["export", folder["tiles"]], ["prove", "0"]] {
      #expect(try vault.run(["ledger"] + words + ["--key-file", key]).code == 4, "\(words)")
    }
    #expect(try vault.run(["ledger", "key", "--key-file", key]).code == 0)
  }
}
