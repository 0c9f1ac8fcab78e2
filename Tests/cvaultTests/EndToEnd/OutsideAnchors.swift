import Glibc
import Testing

/// `--anchor`: one more anchor outside the vault's directory.
@Suite struct OutsideAnchors {
  private func copy(_ vault: TestVault, to name: String) throws {
    let folder = vault.folder
    #expect(unsafe mkdir(folder[name], 0o700) == 0)
    for file in ["data.db", "data.db-wal", "keyring", "anchor", "lock"] {
      let bytes = folder.bytes("shop.vault/\(file)")
      let path = folder["\(name)/\(file)"]
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      defer { close(descriptor) }
      #expect(unsafe write(descriptor, bytes, bytes.count) == bytes.count)
    }
  }

  @Test func aVaultIsMadeWithOneAndFoundWithItRolledBack() throws {
    let vault = try TestVault(anchor: "outside")
    let folder = vault.folder
    #expect(folder.bytes("outside").count == 512)
    try copy(vault, to: "old.vault")
    #expect(
      try vault.run(TestVault.grant("C-1") + ["--anchor", folder["outside"]]).code == 0)
    let options = Program.Options(environment: [
      "CVAULT_VAULT": folder["old.vault"], "CVAULT_KEY_FILE": folder["key"],
    ])
    #expect(try Program.run(["keys", "list"], options).code == 0)
    var anchored = options
    anchored.environment["CVAULT_ANCHOR"] = folder["outside"]
    let refused = try Program.run(["keys", "list", "--json"], anchored)
    #expect(refused.code == 6)
    #expect(refused.error.field("code") == "VAULT_ROLLED_BACK")
    #expect(refused.error.field("message")?.contains("the anchor outside it") == true)
    anchored.environment["CVAULT_VAULT"] = folder["shop.vault"]
    #expect(try Program.run(["keys", "list"], anchored).code == 0)
  }

  @Test func itIsMadeByItsOwnCommandAndByNoOther() throws {
    let vault = try TestVault()
    let path = vault.folder["outside"]
    #expect(try vault.run(["stats", "--anchor", path]).code == 6)
    #expect(try vault.run(TestVault.grant("C-1") + ["--anchor", path]).code == 6)
    #expect(vault.folder.bytes("outside").isEmpty)
    let made = try vault.run(["ledger", "anchor", path, "--anchor", path, "--json"])
    #expect(made.code == 0)
    #expect(made.output.field("anchor") == path)
    #expect(try vault.run(["stats", "--anchor", path]).code == 0)
    #expect(try vault.run(["ledger", "anchor", path]).code == 64)
    #expect(
      try vault.run(["ledger", "anchor", vault.folder["shop.vault/second"]]).code == 64)
    // Another one may be made only under the first, where that is named.
    #expect(
      try vault.run(["ledger", "anchor", vault.folder["next"], "--anchor", "/none/x"]).code == 6)
    #expect(
      try vault.run(["ledger", "anchor", vault.folder["next"], "--anchor", path]).code == 0)
  }

  @Test func aVaultThatIsNotMadeLeavesNone() throws {
    let folder = try TemporaryFolder()
    try folder.write("outside", "mine")
    let words = [
      "init", folder["shop.vault"], "--policy", TestVault.policy, "--key-file", folder["key"],
      "--anchor",
    ]
    #expect(try Program.run(words + [folder["outside"]]).code == 64)
    #expect(folder.read("outside") == "mine")
    #expect(folder.names() == ["outside"])
    #expect(try Program.run(words + [folder["shop.vault/inside"]]).code == 64)
    #expect(folder.names() == ["outside"])
    // Something stands in the vault's place: the anchor is not made, or taken away again.
    try folder.write("shop.vault", "")
    #expect(try Program.run(words + [folder["second"]]).code == 64)
    #expect(folder.names() == ["outside", "shop.vault"])
  }

  @Test func theDoctorSaysWhetherOneIsInUse() throws {
    let vault = try TestVault()
    let path = vault.folder["outside"]
    let without = try vault.run(["doctor", "--json"])
    #expect(without.code == 0)
    #expect(without.output.contains("no anchor outside the directory was named"))
    #expect(try vault.run(["ledger", "anchor", path]).code == 0)
    let with = try vault.run(["doctor", "--json", "--anchor", path])
    #expect(with.code == 0)
    #expect(with.output.contains("an anchor outside the directory knows 1 of 1 leaves"))
  }
}
