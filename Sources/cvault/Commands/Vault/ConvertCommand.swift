import ArgumentParser
import ConsentVault

struct ConvertCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Seal the pages of a vault that an earlier version made.",
    discussion: """
      Vaults of versions before page encryption are refused until this was done, once, while no other \
      program has the vault open. It takes the room of the database once more on the disk, and a crash \
      leaves the vault as it was before or after. Copies and backups of the old file stay readable: \
      destroy them.
      """)

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { access }

  func answer(_ session: Session) async throws -> Answer {
    let wasPlain = try session.atVault(access) { path, key throws(VaultError) in
      try Vault.convert(at: path, unlockedBy: key)
    }
    // What was sealed is what the anchors and the ledger say, or the vault stays shut.
    let vault = try session.openVault(access)
    defer { try? vault.close() }
    let verification = try vault.verifyLedger()
    return Answer(
      ["converted": .flag(wasPlain), "ledger_size": .number(verification.size)],
      [
        .sentence(
          wasPlain
            ? "sealed: every page of the database, and its ledger verifies"
            : "nothing to do: the pages are sealed, and the ledger verifies")
      ])
  }
}
