import ArgumentParser
import ConsentVault

struct RotatePagesCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages",
    abstract:
      "Seal every page of the database anew, so that what erasures left in freed blocks is dead.",
    discussion: """
      It rewrites the whole file, and needs a moment in which nobody reads; a vault that is busy is left \
      as it is, with exit 75.
      """)

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let renewal = try await vault.renewPages()
    return .change(
      ["key": "pages", "generation": .number(renewal.epoch), "leaf": .number(renewal.leaf)],
      [
        .sentence("replaced: the page key, now generation \(renewal.epoch)"),
        .sentence("the key before is destroyed; there is no way back"),
      ])
  }
}
