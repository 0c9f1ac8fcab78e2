import ArgumentParser

/// How the answer is written; every command has these.
struct OutputOptions: ParsableArguments {
  @Option(help: "How the answer is written: table, json, ndjson or csv.")
  var format: OutputFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(help: "No colour, even on a terminal.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Say nothing but what was asked for.")
  var quiet = false

  /// The format that the flags name.
  var chosen: OutputFormat? { json ? .json : format }

  func validate() throws {
    guard !json || format == nil || format == .json else {
      throw ValidationError("--json and --format name two formats")
    }
  }
}
