import ArgumentParser
import ConsentVault

struct KeysListCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the slots of the keyring.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let slots = try vault.keySlots()
    return Answer(
      .list(
        slots.map {
          ["slot": .number($0.number), "kind": .text($0.kind), "purposes": .texts($0.purposes)]
        }),
      [
        .table(
          Table(
            ["SLOT", "KIND", "OPENS"],
            slots.map {
              [
                "\($0.number)", $0.kind,
                $0.purposes.isEmpty ? "everything" : $0.purposes.joined(separator: " "),
              ]
            }))
      ])
  }
}
