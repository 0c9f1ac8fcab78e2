/// What is set, by whom: flags over environment over configuration file over defaults.
struct Settings: Sendable {
  private let flags: [Setting.Name: String]
  private let environment: Environment
  private let file: ConfigurationFile?
  private let presets: [Setting.Name: String]

  init(
    flags: [Setting.Name: String], environment: Environment, file: ConfigurationFile?,
    presets: [Setting.Name: String]
  ) {
    self.flags = flags
    self.environment = environment
    self.file = file
    self.presets = presets
  }

  /// The value of a setting and who set it.
  subscript(name: Setting.Name) -> Setting {
    if let value = flags[name] { return Setting(name: name, value: value, origin: .flag) }
    if let value = environment[name.variable] {
      return Setting(name: name, value: value, origin: .environment(name.variable))
    }
    if let file, let entry = file.entries[name] {
      return Setting(
        name: name, value: entry.value, origin: .file(file.path, line: entry.line))
    }
    return Setting(name: name, value: presets[name], origin: .preset)
  }

  /// The format of answers and of errors.
  func format() throws(CommandError) -> OutputFormat {
    let setting = self[.format]
    guard let value = setting.value else { return .table }
    guard let format = OutputFormat(rawValue: value) else {
      throw .usage(
        "FORMAT_INVALID", "the format that \(setting.origin) sets is none",
        hint: "one of table, json, ndjson, csv")
    }
    return format
  }
}
