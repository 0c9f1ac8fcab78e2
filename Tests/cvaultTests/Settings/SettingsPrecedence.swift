import Testing

@testable import cvault

@Suite struct SettingsPrecedence {
  private let environment = Environment(["CVAULT_KEY_FILE": "from-environment"])
  private let presets: [Setting.Name: String] = [.keyFile: "from-defaults"]

  private func file() throws -> ConfigurationFile {
    try ConfigurationFile(path: "config", text: "# ours\n\n key-file = from-file\nformat=json\n")
  }

  @Test func aFlagWinsOverEverything() throws {
    let settings = Settings(
      flags: [.keyFile: "from-flag"], environment: environment, file: try file(), presets: presets)
    #expect(settings[.keyFile] == Setting(name: .keyFile, value: "from-flag", origin: .flag))
  }

  @Test func theEnvironmentWinsOverTheFile() throws {
    let settings = Settings(
      flags: [:], environment: environment, file: try file(), presets: presets)
    #expect(settings[.keyFile].value == "from-environment")
    #expect(settings[.keyFile].origin == .environment("CVAULT_KEY_FILE"))
  }

  @Test func theFileWinsOverTheDefaultsAndNamesItsLine() throws {
    let settings = Settings(
      flags: [:], environment: Environment([:]), file: try file(), presets: presets)
    #expect(settings[.keyFile].value == "from-file")
    #expect(settings[.keyFile].origin == .file("config", line: 3))
  }

  @Test func theDefaultComesLast() {
    let settings = Settings(
      flags: [:], environment: Environment(["CVAULT_KEY_FILE": ""]), file: nil, presets: presets)
    #expect(settings[.keyFile].origin == .preset)
  }

  @Test(arguments: ["kee-file = x", "key-file", "key-file = a\nkey-file = b", "= x"])
  func aLineThatIsNoSettingIsRefused(text: String) {
    #expect(throws: CommandError.self) { try ConfigurationFile(path: "config", text: text) }
  }

  @Test func aFormatThatIsNoneIsRefused() {
    let settings = Settings(
      flags: [:], environment: Environment(["CVAULT_FORMAT": "xml"]), file: nil, presets: [:])
    #expect(throws: CommandError.self) { try settings.format() }
  }
}
