import Glibc
import Testing

@Suite struct KeysAndPlaces {
  private func list(_ vault: TestVault, _ words: [String] = [], _ options: Program.Options)
    throws -> Int32
  {
    try Program.run(["keys", "list"] + words, options).code
  }

  @Test func everyWayToBringAKeyOpens() throws {
    let vault = try TestVault()
    let folder = vault.folder
    let key = folder.read("key")
    try folder.write("passphrase", "\(vault.recoveryCode)\n")
    var options = Program.Options(environment: ["CVAULT_VAULT": folder["shop.vault"]])
    #expect(try list(vault, ["--key-file", folder["key"]], options) == 0)
    #expect(try list(vault, ["--key-command", "cat '\(folder["key"])'"], options) == 0)
    #expect(try list(vault, ["--passphrase-file", folder["passphrase"]], options) == 0)
    options.input = key
    #expect(try list(vault, ["--key-file", "-"], options) == 0)
    #expect(try list(vault, ["--key-fd", "0"], options) == 0)
    options.input = "\(vault.recoveryCode.lowercased())\n"
    #expect(try list(vault, ["--passphrase-file", "-"], options) == 0)
  }

  @Test func aCredentialOfSystemdMayBeReadableByOthers() throws {
    let vault = try TestVault()
    try vault.folder.write("cvault-key", vault.folder.read("key"), mode: 0o444)
    let options = Program.Options(environment: [
      "CVAULT_VAULT": vault.folder["shop.vault"], "CREDENTIALS_DIRECTORY": vault.folder.path,
    ])
    #expect(try list(vault, options) == 0)
  }

  private func list(_ vault: TestVault, _ options: Program.Options) throws -> Int32 {
    try list(vault, [], options)
  }

  @Test func aWrongKeyOpensNothing() throws {
    let vault = try TestVault()
    let other = try TestVault()
    let folder = vault.folder
    try folder.write("open.key", folder.read("key"), mode: 0o644)
    try folder.write("text", "CVAULT-KEY-1 00\n")
    let options = Program.Options(environment: ["CVAULT_VAULT": folder["shop.vault"]])
    #expect(try list(vault, options) == 4)
    #expect(try list(vault, ["--key-file", other.folder["key"]], options) == 4)
    #expect(try list(vault, ["--key-file", folder["open.key"]], options) == 4)
    #expect(try list(vault, ["--key-command", "cat '\(folder["text"])'"], options) == 4)
    #expect(try list(vault, ["--key-command", "exit 3"], options) == 4)
    #expect(try list(vault, ["--key-fd", "77"], options) == 4)
  }

  @Test func theOnlyVaultHereIsMeantAndOfTwoNone() throws {
    let vault = try TestVault()
    var options = Program.Options(environment: ["CVAULT_KEY_FILE": vault.folder["key"]])
    options.folder = vault.folder.path
    #expect(try list(vault, options) == 0)
    #expect(unsafe mkdir(vault.folder["other.vault"], 0o700) == 0)
    #expect(try list(vault, options) == 64)
    options.folder = try TemporaryFolder().path
    #expect(try Program.run(["keys", "list", "--vault", "/nonexistent.vault"], options).code == 2)
  }

  @Test func aPlaceWithoutAVaultIsNoVault() throws {
    let empty = try TemporaryFolder()
    var options = Program.Options()
    options.folder = empty.path
    #expect(try Program.run(["keys", "list"], options).code == 2)
    #expect(unsafe mkdir(empty["a.vault"], 0o700) == 0)
    #expect(try Program.run(["keys", "list"], options).code == 2)
  }

  @Test func aPlaceThatOthersMayEnterIsUnsafeOnlyIfItIsAVault() throws {
    let vault = try TestVault()
    let folder = vault.folder
    #expect(unsafe mkdir(folder["open"], 0o700) == 0 && chmod(folder["open"], 0o755) == 0)
    for words in [["stats"], ["doctor"], ["keys", "list"]] {
      for place in ["/etc", folder["open"]] {
        let run = try vault.run(words + ["--vault", place, "--json"])
        #expect(run.code == 2 && run.error.field("code") == "NO_VAULT", "\(run.error)")
      }
    }
    #expect(unsafe chmod(folder["shop.vault"], 0o755) == 0)
    let run = try vault.run(["stats", "--json"])
    #expect(run.code == 6 && run.error.field("code") == "FILE_UNSAFE")
  }

  @Test func aVaultThatCouldNotBeMadeLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    let words = ["init", folder["a.vault"], "--key-file", folder["key"], "--policy"]
    try folder.write("bad.yaml", "schema: 2\n")
    #expect(try Program.run(words + [folder["bad.yaml"]]).code == 3)
    #expect(try Program.run(words + [folder["none.yaml"]]).code == 5)
    #expect(folder.names() == ["bad.yaml"])
    // A file in the vault's place, so that the key is written and the vault fails.
    try folder.write("a.vault", "")
    #expect(try Program.run(words + [TestVault.policy]).code == 64)
    #expect(folder.names() == ["a.vault", "bad.yaml"])
    #expect(unsafe unlink(folder["a.vault"]) == 0)
    #expect(try Program.run(words + [TestVault.policy]).code == 0)
    let key = folder.read("key")
    #expect(try Program.run(words + [TestVault.policy]).code == 64)
    #expect(folder.read("key") == key)
  }

  @Test func aPassphraseThatLooksLikeARecoveryCodeIsRefused() throws {
    let folder = try TemporaryFolder()
    var options = Program.Options()
    options.input = "0123456789-0123456789-ABCDEF\n"
    let words = [
      "init", folder["a.vault"], "--policy", TestVault.policy, "--passphrase-file", "-",
    ]
    #expect(try Program.run(words, options).code == 64)
    #expect(folder.names().isEmpty)
  }

  @Test(arguments: ["", "\n", "\nwords\n"])
  func anEmptyPassphraseIsToldAsThatWhereverItIsRead(text: String) throws {
    let vault = try TestVault()
    let folder = vault.folder
    try folder.write("empty", text)
    let made = ["init", folder["a.vault"], "--policy", TestVault.policy]
    let added = ["keys", "add", "--key-file", folder["key"], "--vault", folder["shop.vault"]]
    let listed = ["keys", "list", "--vault", folder["shop.vault"]]
    for (words, option) in [
      (made, "--passphrase-file"), (added, "--new-passphrase-file"), (listed, "--passphrase-file"),
    ] {
      for source in [folder["empty"], "-"] {
        var options = Program.Options()
        options.input = text
        let run = try Program.run(words + [option, source, "--json"], options)
        #expect(run.code == 64, "\(words[0]) \(source): \(run.error)")
        #expect(run.error.field("code") == "PASSPHRASE_EMPTY")
      }
    }
    #expect(!folder.names().contains("a.vault"))
  }

  @Test func aDamagedKeyringIsToldAsDamage() throws {
    let vault = try TestVault()
    try vault.folder.write(
      "shop.vault/keyring", String(repeating: "x", count: 131_072))
    #expect(try vault.run(["keys", "list"]).code == 6)
  }
}
