import ArgumentParser
import ConsentVault
import VaultLedger
import VaultStore

struct PolicyKeyShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the policy key in force, and those before it.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let keys = try vault.policyLog().keys
    let blocks: [TextBlock] = keys.reversed().enumerated().flatMap { number, entry in
      [
        TextBlock.sentence(number == 0 ? "in force:" : "before:"),
        .facts([
          .init("key", entry.key.text), .init("since", LocalTime.text(entry.row.loaded)),
          .init("from version", entry.row.version),
        ]),
      ]
    }
    return Answer(
      [
        "key": .text(keys.last?.key.text),
        "keys": .list(
          keys.map {
            [
              "key": .text($0.key.text), "number": .number($0.row.number),
              "version": .text($0.row.version), "since": .described($0.row.loaded),
            ]
          }),
      ],
      blocks.isEmpty
        ? [.sentence("the vault has no policy key: policies need no signature")] : blocks)
  }
}
