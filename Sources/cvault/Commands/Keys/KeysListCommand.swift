import ArgumentParser
import ConsentVault

struct KeysListCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the slots of the keyring.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let slots = try vault.keySlots()
    let isInUse = { (slot: KeySlot) in slot.number == vault.slotInUse }
    return Answer(
      .list(slots.map { $0.json.adding([.init("in_use", .flag(isInUse($0)))]) }),
      [
        .table(
          Table(
            ["SLOT", "KIND", "OPENS", "RECIPIENTS"],
            slots.map {
              [
                isInUse($0) ? "\($0.number)*" : "\($0.number)", $0.kind, $0.scope,
                $0.recipients.joined(separator: " "),
              ]
            })), .sentence("* opened the vault for this command"),
      ])
  }
}
