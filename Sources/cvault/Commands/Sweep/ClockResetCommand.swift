import ArgumentParser
import ConsentVault
import VaultStore

struct ClockResetCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Lower vault time that a wrong clock had driven ahead; what expired stays expired.")

  @Option(help: ArgumentHelp("The vault's name, without .vault.", valueName: "name"))
  var confirm: String?
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let name = vault.store.directory.name
    if !isRehearsal {
      try Confirmation.demand(confirm, is: name, what: "lowering the vault's time")
    }
    let leaf = try await vault.resetClock()
    return .change(
      ["vault": .text(name), "changed": .flag(true), "leaf": .number(leaf)],
      [.sentence("vault time is the machine's clock again")])
  }
}
