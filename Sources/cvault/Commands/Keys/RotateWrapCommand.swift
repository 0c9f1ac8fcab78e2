import ArgumentParser
import ConsentVault
import VaultCrypto

struct RotateWrapCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "wrap", abstract: "Replace the key that wraps the keys of subjects.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let begun = try await vault.beginRotation(of: .wrap)
    let report = try await Rewrapping.run(vault, session.console)
    let json: JSONValue = [
      "key": "wrap", "generation": .number(begun.generation), "leaf": .number(begun.leaf),
    ]
    return .change(
      json.adding(report.json.members),
      [
        .sentence("replaced: the wrapping key, now generation \(begun.generation)"),
        .sentence(report.progress),
        .sentence("the key before is destroyed; there is no way back"),
      ])
  }
}
