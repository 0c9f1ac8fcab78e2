import ArgumentParser
import ConsentVault

struct KeysRemoveCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a slot out: its key opens nothing any more.",
    discussion: """
      A copy of the old keyring can still be opened with the key: after a theft, rotate the root key too. \
      Two owner slots stay at all times.
      """)

  @Argument(help: "The slot's number.") var slot: UInt32
  @Option(help: ArgumentHelp("The same number again, instead of typing it.", valueName: "slot"))
  var confirm: String?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    if !isRehearsal {
      // Typed absently, it would lock out whoever types.
      guard confirm != nil || slot != vault.slotInUse else {
        throw CommandError.usage(
          "CONFIRMATION_MISSING", "slot \(slot) is the one that opened the vault just now",
          hint: "open it with another key, or give the number again with --confirm")
      }
      try Confirmation.demand(confirm, is: "\(slot)", what: "removing slot \(slot)")
    }
    let change = try await vault.removeKey(slot: slot)
    return change.answer(
      "removed: what opened it opens nothing any more",
      [
        .init("kind", change.slot.kind), change.remaining,
        .init("undo", "cvault keys add makes a new one; the old key stays useless"),
      ],
      more: [.init("slots", .list(change.slots.map(\.json)))])
  }
}
