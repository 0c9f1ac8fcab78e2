/// The format in which an error is told: it must be known even where the command line cannot be parsed.
enum ErrorFormat {
  /// What the flags say, read without the parser; otherwise what is set elsewhere.
  static func of(_ arguments: [String], _ environment: Environment) -> OutputFormat {
    var words = arguments.prefix { $0 != "--" }[...]
    while let word = words.popFirst() {
      if word == "--json" { return .json }
      if word == "--format", let format = words.first.flatMap(OutputFormat.init) { return format }
      if word.hasPrefix("--format="), let format = OutputFormat(rawValue: String(word.dropFirst(9)))
      {
        return format
      }
    }
    let file = try? ConfigurationFile.read(environment)
    let settings = Settings(flags: [:], environment: environment, file: file, presets: [:])
    return (try? settings.format()) ?? .table
  }
}
