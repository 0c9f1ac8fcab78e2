import ArgumentParser
import ConsentVault

struct KeysDrillCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill", abstract: "Prove that the key which is given opens a slot, and note it.",
    discussion: "Try the recovery code once a year, before the day on which it is the last key.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let change = try await vault.drill()
    return change.answer(
      "it opens: the drill is noted",
      [.init("kind", change.slot.kind), .init("opens", change.slot.scope)])
  }
}
