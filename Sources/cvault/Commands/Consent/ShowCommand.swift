import ArgumentParser
import ConsentVault

struct ShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one consent or ground with everything that happened to it."
  )

  @Argument(help: "The id of the consent or ground.") var consent: Identifier
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let (subject, permission) = try vault.permission(consent)
    let events = Table(
      ["WHEN", "EVENT", "BY", "LEAF"],
      permission.events.map {
        [LocalTime.text($0.time), $0.name, $0.actor, String($0.leaf)]
      })
    return Answer(
      permission.jsonWithEvents(of: subject),
      [.facts([.init("subject", subject ?? "-")]), permission.facts, .table(events)])
  }
}
