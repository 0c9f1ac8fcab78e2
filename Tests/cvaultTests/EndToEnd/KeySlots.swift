import Glibc
import Testing

/// `keys add`, `remove`, `drill` and `list` as they are typed.
@Suite struct KeySlots {
  private let vault: TestVault
  private var folder: TemporaryFolder { vault.folder }

  init() throws { vault = try TestVault() }

  private func add(_ words: [String], input: String = "") throws -> Program.Run {
    try vault.run(["keys", "add"] + words, input: input)
  }

  private func drill(_ words: [String]) throws -> Program.Run {
    try vault.run(["keys", "drill", "--json"] + words)
  }

  /// The keyring and the ledger: the same as long as nothing changed.
  private func state() throws -> [String] {
    [try vault.fingerprint(), try vault.run(["keys", "list", "--json"]).output]
  }

  @Test func aNewKeyOpensAndSaysHowItIsUndone() throws {
    let run = try add(["--to", folder["b.key"]])
    #expect(run.code == 0)
    #expect(run.output.contains("cvault keys remove 3 --confirm 3"))
    #expect(folder.read("b.key").hasPrefix("CVAULT-KEY-1 "))
    #expect(try drill(["--key-file", folder["b.key"]]).output.contains("\"slot\":3"))
    let removed = try vault.run(["keys", "remove", "3", "--confirm", "3"])
    #expect(removed.code == 0)
    #expect(removed.output.contains("1 key-file, 2 recovery-code"))
    #expect(try drill(["--key-file", folder["b.key"]]).code == 4)
  }

  @Test func exactlyOneWayMustBeNamed() throws {
    let before = try state()
    for words in [
      [], ["--recovery-code", "--passphrase"], ["--recovery-code", "--to", folder["x"]],
      ["--command", "cat x", "--new-passphrase-file", "p"], ["--systemd-creds"],
      ["--with-key", "host", "--to", folder["x"]], ["--age"],
      ["--systemd-creds", "--with-key", "tpm2", "--to", folder["x"]],
    ] {
      #expect(try add(words).code == 64)
    }
    #expect(try state() == before)
    #expect(!folder.names().contains("x"))
  }

  @Test func aPassphraseComesFromAFileOrStandardInputAndNeverTwice() throws {
    #expect(try add(["--new-passphrase-file", "-"], input: "first words\n").code == 0)
    try folder.write("p", "first words\n")
    #expect(try drill(["--passphrase-file", folder["p"]]).code == 0)
    try folder.write("open", "other words\n", mode: 0o644)
    #expect(try add(["--new-passphrase-file", folder["open"]]).code == 4)
    #expect(try add(["--new-passphrase-file", "-"], input: "\n").code == 64)
    #expect(
      try add(["--new-passphrase-file", "-"], input: "0123456789-0123456789-ABCDEF\n").code == 64)
    // One standard input is not both keys.
    let both = ["--new-passphrase-file", "-", "--key-file", "-"]
    #expect(try add(both, input: folder.read("key")).error.contains("asked for twice"))
    // Without a terminal there is nobody to ask.
    #expect(try add(["--passphrase"]).code == 64)
  }

  @Test func aRecoveryCodeIsShownOnceEvenQuietly() throws {
    let run = try add(["--recovery-code", "-q"])
    #expect(run.code == 0)
    #expect(run.output.contains("recovery code"))
    let json = try add(["--recovery-code", "--json"])
    let code = try #require(json.output.field("recovery_code"))
    try folder.write("code", code + "\n")
    #expect(try drill(["--passphrase-file", folder["code"]]).output.contains("\"slot\":4"))
    let list = try vault.run(["keys", "list", "--json"])
    #expect(!list.output.contains(code))
  }

  @Test func aCommandThatPrintsNoKeyAddsNoSlot() throws {
    let before = try state()
    for command in ["exit 3", "echo nothing", "true", "no-such-program-here"] {
      #expect(try add(["--command", command]).code == 4)
    }
    #expect(try state() == before)
    try folder.write("kept", "CVAULT-KEY-1 " + String(repeating: "5c", count: 32) + "\n")
    let command = "cat '\(folder["kept"])'"
    #expect(try add(["--command", command]).code == 0)
    #expect(try drill(["--key-command", command]).output.contains("\"kind\":\"command\""))
  }

  @Test func whatIsNoRecipientOrIdentityIsToldAsThat() throws {
    let before = try state()
    #expect(try add(["--age", "age1nobody"]).code == 64)
    #expect(try state() == before)
    try folder.write("none", "AGE-SECRET-KEY-1\n")
    #expect(try drill(["--identity", folder["none"]]).code == 4)
    #expect(try drill(["--identity", folder["missing"]]).code == 5)
    // A whole identity, of 32 bytes of 42, and no slot for it.
    try folder.write(
      "stranger",
      """
      # a comment
      AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX

      """)
    #expect(try drill(["--identity", folder["stranger"]]).error.contains("KEY_WRONG"))
  }

  @Test func aSlotGoesOnlyWhenItsNumberIsSaidAgain() throws {
    _ = try add(["--to", folder["b.key"]])
    let before = try state()
    #expect(try vault.run(["keys", "remove", "3"]).code == 64)
    #expect(try vault.run(["keys", "remove", "3", "--confirm", "2"]).code == 64)
    #expect(try vault.run(["keys", "remove", "1"]).error.contains("opened the vault just now"))
    #expect(try vault.run(["keys", "remove", "9", "--confirm", "9"]).code == 5)
    #expect(try vault.run(["keys", "remove", "three", "--confirm", "three"]).code == 64)
    #expect(try state() == before)
    #expect(try vault.run(["keys", "remove", "1", "--confirm", "1"]).code == 0)
    let rest = ["--key-file", folder["b.key"], "--json"]
    for slot in ["2", "3"] {
      let run = try vault.run(["keys", "remove", slot, "--confirm", slot] + rest)
      #expect(run.code == 3)
      #expect(run.error.contains("SLOTS_TOO_FEW"))
    }
  }

  @Test func aDryRunChangesNothing() throws {
    let before = try state()
    for words in [
      ["add", "--to", folder["x"]], ["add", "--recovery-code"],
      ["issue", "--purpose", "marketing.styling", "--to", folder["x"]],
    ] {
      let run = try vault.run(["keys"] + words + ["-n", "--json"])
      #expect(run.code == 0)
      #expect(run.output.contains("\"dry_run\":true"))
      #expect(run.output.field("recovery_code") == nil)
    }
    #expect(try vault.run(["keys", "remove", "1", "-n"]).code == 3)
    #expect(try state() == before)
    #expect(!folder.names().contains("x"))
  }

  @Test func aFullDiskForTheAnswerStillLeavesTheKey() throws {
    let run = try vault.run(["keys", "add", "--to", folder["b.key"]], output: .full)
    #expect(run.code == 74)
    #expect(try drill(["--key-file", folder["b.key"]]).code == 0)
  }
}
