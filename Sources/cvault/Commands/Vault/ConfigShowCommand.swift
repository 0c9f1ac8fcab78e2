import ArgumentParser
import VaultModel

struct ConfigShowCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the settings: flags, environment, file, defaults.")

  @Flag(help: "Say who set each.") var origin = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { access }

  func answer(_ session: Session) async throws -> Answer {
    let settings = Setting.Name.allCases.map { session.settings[$0] }
    return Answer(
      .object(settings.map { .init($0.name.rawValue, origin ? $0.json : .text($0.value)) }),
      [
        .table(
          Table(
            origin ? ["SETTING", "VALUE", "SET BY"] : ["SETTING", "VALUE"],
            settings.map { setting in
              [setting.name.rawValue, setting.value ?? "-"]
                + (origin ? [setting.origin.description] : [])
            }))
      ])
  }
}

extension Setting {
  fileprivate var json: JSONValue {
    ["value": .text(value), "origin": .text(origin.description)]
  }
}
