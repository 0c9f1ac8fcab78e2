import Glibc
import Testing

/// `backup` and `restore`: what they say, and how they end.
@Suite struct BackupsAndRestores {
  private func vault() throws -> TestVault {
    let vault = try TestVault()
    for subject in ["C-1", "C-2"] {
      _ = try vault.grant(subject)
      let put = try vault.run(["put", subject], input: #"{"preference.size": ["M"]}"#)
      try #require(put.code == 0)
    }
    return vault
  }

  private func restore(_ vault: TestVault, _ more: [String] = [], to name: String = "back.vault")
    throws -> Program.Run
  {
    try Program.run(
      ["restore", vault.folder["backups"], "--to", vault.folder[name], "--json"] + more,
      Program.Options(environment: ["CVAULT_KEY_FILE": vault.folder["key"]]))
  }

  private func at(_ vault: TestVault, _ name: String, _ words: [String]) throws -> Program.Run {
    try Program.run(
      words,
      Program.Options(environment: [
        "CVAULT_VAULT": vault.folder[name], "CVAULT_KEY_FILE": vault.folder["key"],
      ]))
  }

  @Test func aVaultComesBackFromItsBackup() throws {
    let vault = try vault()
    let made = try vault.run(["backup", vault.folder["backups"], "--json"])
    #expect(made.code == 0)
    #expect(made.output.contains(#""kind":"data""#) && made.output.contains(#""kind":"keys""#))
    #expect(made.output.contains(#""removed":[]"#))
    let back = try restore(vault)
    #expect(back.code == 0)
    #expect(back.output.contains(#""values":2,"lost_values":0,"rolled_back":false"#))
    #expect(back.output.field("root") == made.output.field("root"))
    #expect(try at(vault, "back.vault", ["ledger", "verify"]).code == 0)
    let got = try at(vault, "back.vault", TestVault.ask("get", "C-1"))
    #expect(got.code == 0 && got.output.contains("M"))
    // In words, too.
    let told = try vault.run(["backup", vault.folder["backups"], "--keys-only", "--expires", "7d"])
    #expect(told.code == 0 && told.output.contains("key part"))
    #expect(!told.output.contains("data part"))
    #expect(told.output.contains("cvault restore"))
  }

  @Test func whoWasErasedDoesNotComeBack() throws {
    let vault = try vault()
    #expect(try vault.run(["backup", vault.folder["backups"]]).code == 0)
    #expect(try vault.run(["subject", "erase", "C-1", "--confirm", "C-1"]).code == 0)
    #expect(try vault.run(["backup", vault.folder["backups"], "--keys-only"]).code == 0)
    #expect(try restore(vault).code == 0)
    let asked = try at(vault, "back.vault", TestVault.ask("check", "C-1") + ["--json"])
    #expect(asked.code == 3 && asked.output.contains("SUBJECT_ERASED"))
    #expect(try at(vault, "back.vault", TestVault.ask("check", "C-2")).code == 0)
    #expect(try at(vault, "back.vault", ["ledger", "verify"]).code == 0)
  }

  @Test func anOldKeyPartStopsUnlessThatIsAccepted() throws {
    let vault = try vault()
    #expect(try vault.run(["backup", vault.folder["backups"]]).code == 0)
    let old = try #require(
      vault.folder.names("backups").first { $0.hasSuffix(".cvkeys") })
    #expect(try vault.run(["subject", "erase", "C-1", "--confirm", "C-1"]).code == 0)
    #expect(try vault.run(["backup", vault.folder["backups"], "--keys-only"]).code == 0)
    let keys = ["--keys", vault.folder["backups/\(old)"]]
    let stopped = try restore(vault, keys)
    #expect(stopped.code == 6 && stopped.error.field("code") == "VAULT_ROLLED_BACK")
    #expect(!vault.folder.names().contains { $0.hasPrefix("back.vault") })
    let accepted = try restore(vault, keys + ["--accept-rollback"])
    #expect(accepted.code == 0 && accepted.output.contains(#""rolled_back":true"#))
    let leaves = try at(vault, "back.vault", ["ledger", "show", "--from", "5", "--json"])
    #expect(leaves.output.contains("backup restored"))
  }

  @Test func valuesThatNoPartHasEndItInPart() throws {
    let vault = try vault()
    #expect(try vault.run(["backup", vault.folder["backups"]]).code == 0)
    let put = try vault.run(["put", "C-1"], input: #"{"preference.size": ["L"]}"#)
    #expect(put.code == 0)
    #expect(try vault.run(["backup", vault.folder["keys"], "--keys-only"]).code == 0)
    let part = try #require(vault.folder.names("keys").first { $0.hasSuffix(".cvkeys") })
    let back = try restore(vault, ["--keys", vault.folder["keys/\(part)"]])
    #expect(back.code == 7)
    #expect(back.output.contains(#""values":1,"lost_values":1"#))
    #expect(try at(vault, "back.vault", ["ledger", "verify"]).code == 0)
  }

  @Test func aVaultThatSurvivedGivesItsKeys() throws {
    let vault = try vault()
    #expect(try vault.run(["backup", vault.folder["backups"]]).code == 0)
    #expect(try vault.run(["subject", "erase", "C-2", "--confirm", "C-2"]).code == 0)
    #expect(try restore(vault, ["--keys", vault.folder["shop.vault"]]).code == 0)
    #expect(try at(vault, "back.vault", TestVault.ask("check", "C-2")).code == 3)
  }

  @Test func theWrongPlaceAndTheWrongWordsAreRefused() throws {
    let vault = try vault()
    let backups = vault.folder["backups"]
    #expect(try restore(vault).code == 5)
    #expect(try vault.run(["backup", backups, "--expires", "0s"]).code == 64)
    #expect(try vault.run(["backup", "/none/backups"]).code == 74)
    #expect(try vault.run(["backup", backups]).code == 0)
    #expect(try restore(vault, to: "back").code == 64)
    #expect(try restore(vault, ["--vault", vault.folder["shop.vault"]]).code == 64)
    let taken = try restore(vault, to: "shop.vault")
    #expect(taken.code == 64 && taken.error.field("code") == "VAULT_EXISTS")
    #expect(try restore(vault, ["--keys", vault.folder["none"]]).code == 2)
    let other = try TestVault()
    #expect(try other.run(["backup", backups]).code == 6)
    #expect(try other.run(["backup", other.folder["backups"]]).code == 0)
    let part = try #require(
      other.folder.names("backups").first { $0.hasSuffix(".cvkeys") })
    let foreign = try restore(vault, ["--keys", other.folder["backups/\(part)"]])
    #expect(foreign.code == 6)
    #expect(foreign.error.field("code") == "KEY_PART_OF_ANOTHER_VAULT")
    // Another vault's key opens nothing of this one.
    let wrong = try Program.run(
      ["restore", backups, "--to", vault.folder["back.vault"], "--json"],
      Program.Options(environment: ["CVAULT_KEY_FILE": other.folder["key"]]))
    #expect(wrong.code == 4 && wrong.error.field("code") == "KEY_WRONG")
    #expect(!vault.folder.names().contains { $0.hasPrefix("back.vault") })
  }

  @Test func aFolderThatOthersMayEnterIsUnsafeOnlyIfItHoldsABackup() throws {
    let vault = try vault()
    let backups = vault.folder["backups"]
    for place in ["/etc", backups] {
      if place == backups {
        #expect(unsafe mkdir(backups, 0o700) == 0 && chmod(backups, 0o755) == 0)
      }
      let run = try vault.run(
        ["restore", place, "--to", vault.folder["back.vault"], "--json"])
      #expect(run.code == 5 && run.error.field("code") == "BACKUP_MISSING", "\(run.error)")
    }
    // Nothing is written where others may read it, and nothing taken from there.
    let written = try vault.run(["backup", backups, "--json"])
    #expect(written.code == 6 && written.error.field("code") == "FILE_UNSAFE")
    #expect(!written.error.contains("chmod"))
    #expect(unsafe chmod(backups, 0o700) == 0)
    #expect(try vault.run(["backup", backups]).code == 0)
    #expect(unsafe chmod(backups, 0o755) == 0)
    let taken = try restore(vault)
    #expect(taken.code == 6 && taken.error.field("code") == "FILE_UNSAFE", "\(taken.error)")
  }

  @Test func programsAreToldHowFarItHasCome() throws {
    let vault = try vault()
    let run = try vault.run(["backup", vault.folder["backups"], "--format", "ndjson"])
    #expect(run.code == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix(#"{"progress":{"done":"#) == true)
    #expect(lines.last?.hasPrefix(#"{"parts":["#) == true)
  }
}
