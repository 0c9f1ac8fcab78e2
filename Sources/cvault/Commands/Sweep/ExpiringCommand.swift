import ArgumentParser
import ConsentVault

struct ExpiringCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "expiring", abstract: "List the consents that end soon, earliest first.")

  @Option(help: ArgumentHelp("How soon.", valueName: "duration")) var within = TimeSpan.days(30)
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let ending = try vault.expiring(within: within)
    return Answer(
      .list(
        ending.map {
          [
            "consent": .described($0.consent), "subject": .text($0.subject),
            "purpose": .text($0.purpose), "until": .described($0.until),
          ]
        }),
      [
        .table(
          Table(
            ["UNTIL", "SUBJECT", "PURPOSE", "CONSENT"],
            ending.map {
              [LocalTime.text($0.until), $0.subject ?? "-", $0.purpose, $0.consent.description]
            }))
      ])
  }
}
