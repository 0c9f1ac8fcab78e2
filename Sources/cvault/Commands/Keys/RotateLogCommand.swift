import ArgumentParser
import ConsentVault
import VaultCrypto

struct RotateLogCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Replace the key that signs the ledger's checkpoints.",
    discussion: "What the key before has signed stays valid; verifiers need the new public key.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let (key, leaf) = try await vault.rotateLogKey()
    return .change(
      ["key": "log", "generation": .number(key.number), "leaf": .number(leaf)],
      [
        .sentence("replaced: the log key, now number \(key.number)"),
        .sentence("hint: give verifiers the new one: cvault ledger key"),
      ])
  }
}
