import ArgumentParser
import ConsentVault
import VaultLedger
import VaultStore

struct PolicyLogCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List every version that was loaded, oldest first.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let versions = try vault.policyLog()
    let entries = zip([nil] + versions.map(Optional.init), versions).map { before, row in
      (row: row, olderThan: row.olderThan(before))
    }
    return Answer(
      .list(
        entries.map { row, olderThan in
          [
            "number": .number(row.number), "name": .text(row.name), "version": .text(row.version),
            "digest": .text("sha256:\(row.digest)"), "loaded_at": .described(row.loaded),
            "older_than": .text(olderThan), "key": .text(row.signature?.key.text),
          ]
        }),
      [
        .table(
          Table(
            ["NUMBER", "VERSION", "LOADED", "DIGEST", "OLDER THAN", "SIGNED BY"],
            entries.map { row, olderThan in
              [
                "\(row.number)", row.version, LocalTime.text(row.loaded), "sha256:\(row.digest)",
                olderThan ?? "", row.signature?.key.name ?? "",
              ]
            }))
      ])
  }
}
