import ArgumentParser
import ConsentVault

struct StatsCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Count what the vault holds, and what waits for a sweep.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let statistics = try vault.statistics()
    return Answer(statistics.json, statistics.blocks)
  }
}

extension Statistics {
  fileprivate var json: JSONValue {
    [
      "subjects": .number(subjects),
      "permissions": .list(
        permissions.map {
          [
            "purpose": .text($0.purpose), "kind": .text($0.kind == .consent ? "consent" : "ground"),
            "state": .text($0.state), "count": .number($0.count),
          ]
        }),
      "values": .number(values), "sealed_bytes": .number(sealedBytes), "due": .number(due),
      "oldest_unswept": .described(oldestUnswept), "ledger_size": .number(ledgerSize),
      "database_bytes": .number(databaseBytes), "log_bytes": .number(logBytes),
      "policy": policy.json,
    ]
  }

  fileprivate var blocks: [TextBlock] {
    [
      .facts([
        .init("subjects", "\(subjects)"), .init("values", "\(values), \(sealedBytes) bytes sealed"),
        .init("ledger", "\(ledgerSize) leaves"),
        .init("database", "\(databaseBytes) bytes, and \(logBytes) in its log"),
        .init("policy", "\(policy.name) \(policy.version)"),
        .init("due for a sweep", "\(due)"),
        .init("oldest unswept end", oldestUnswept.map(LocalTime.text) ?? "none"),
      ]),
      .table(
        Table(
          ["PURPOSE", "KIND", "STATE", "COUNT"],
          permissions.map {
            [$0.purpose, $0.kind == .consent ? "consent" : "ground", $0.state, "\($0.count)"]
          })),
    ]
  }
}
