import ArgumentParser
import ConsentVault
import VaultStore

struct PolicyLogCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List every version that was loaded, oldest first.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let versions = try vault.policyLog()
    return Answer(
      .list(
        versions.map {
          [
            "number": .number($0.number), "name": .text($0.name), "version": .text($0.version),
            "digest": .text("sha256:\($0.digest)"), "loaded_at": .described($0.loaded),
          ]
        }),
      [
        .table(
          Table(
            ["NUMBER", "VERSION", "LOADED", "DIGEST"],
            versions.map {
              ["\($0.number)", $0.version, LocalTime.text($0.loaded), "sha256:\($0.digest)"]
            }))
      ])
  }
}
