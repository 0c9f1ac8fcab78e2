import ArgumentParser
import ConsentVault

struct ConvertCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Bring a vault of an earlier version up to this one.",
    discussion: """
      Vaults of earlier versions are refused until this was done, once, while no other program has the \
      vault open. It makes a new database out of the old one, with the tables of today and every page \
      sealed, and overwrites the old one: that takes the room of the database once more on the disk. \
      Copies and backups of a file from before page encryption stay readable, so destroy them. A crash \
      leaves the vault as it was before or after.
      """)

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { access }

  func answer(_ session: Session) async throws -> Answer {
    let hasChanged = try session.atVault(access) { path, key throws(VaultError) in
      try Vault.convert(at: path, unlockedBy: key)
    }
    // What was sealed is what the anchors and the ledger say, or the vault stays shut.
    let vault = try session.openVault(access)
    defer { try? vault.close() }
    let verification = try vault.verifyLedger()
    return Answer(
      ["converted": .flag(hasChanged), "ledger_size": .number(verification.size)],
      [
        .sentence(
          hasChanged
            ? "brought up to this version: every page is sealed, and the ledger verifies"
            : "nothing to do: the vault is of this version, and the ledger verifies")
      ])
  }
}
