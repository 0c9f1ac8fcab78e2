import ArgumentParser
import ConsentVault

struct InvalidateCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "invalidate",
    abstract: "Record that an authority, a court or the DPO found a consent void.")

  @Argument(help: "The id of the consent.") var consent: Identifier
  @Option(help: "The reference of the finding.") var finding: String
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let void = try await vault.invalidate(consent, finding: finding)
    return ChangeAnswer.closed(
      void, of: try vault.permission(consent).subject,
      "invalidated: \(void.purpose), from the beginning; this is final")
  }
}
