import Glibc
import VaultModel

/// Where answers go: standard output for answers, standard error for progress and errors.
struct Console: Sendable {
  let format: OutputFormat
  let isQuiet: Bool
  let style: Style
  private let meter = ProgressMeter()

  /// A console on the process's own output.
  ///
  /// - Parameters:
  ///   - format: How answers are written.
  ///   - isQuiet: Whether reports on changes are left out.
  ///   - allowsColour: False for `--no-color`; the environment and the terminal may say no too.
  ///   - environment: Where `NO_COLOR` and `TERM` stand.
  init(format: OutputFormat, isQuiet: Bool, allowsColour: Bool, environment: Environment) {
    self.format = format
    self.isQuiet = isQuiet
    // https://no-color.org: set and not empty means no colour.
    let refuses =
      !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb" || !allowsColour
    style = Style(isColoured: !refuses && Self.isTerminal(STDOUT_FILENO))
  }

  /// Whether a descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Writes an answer in the format asked for.
  func write(_ answer: Answer) throws {
    if answer.isWritten { return }
    if isQuiet && answer.isConfirmation && format == .table { return }
    try FileOutput.write(encoded(answer), to: STDOUT_FILENO)
  }

  private func encoded(_ answer: Answer) -> [UInt8] {
    if let exact = answer.exact, format.isJSON { return exact }
    return switch format {
    case .json: answer.value.encoded + [10]
    case .ndjson:
      if case .list(let items) = answer.value {
        items.flatMap { $0.encoded + [10] }
      } else {
        answer.value.encoded + [10]
      }
    case .csv: CSVText.encoded(answer.value)
    case .table: answer.blocks.flatMap { $0.lines(style).flatMap { Array("\($0)\n".utf8) } }
    }
  }

  /// Tells people at a terminal, or programs that read ndjson, how far a long job has come.
  ///
  /// Told ten times a second at most.
  func progress(_ text: @autoclosure () -> String, _ value: @autoclosure () -> JSONValue) {
    guard meter.isDue() else { return }
    // Progress that nobody reads must not stop the job: the answer at its end tells of a closed output.
    if format == .ndjson {
      let event: JSONValue = ["progress": value()]
      try? FileOutput.write(event.encoded + [10], to: STDOUT_FILENO)
    } else if !isQuiet, Self.isTerminal(STDERR_FILENO) {
      try? FileOutput.write(Array("\r\u{1B}[K\(text())".utf8), to: STDERR_FILENO)
    }
  }

  /// Clears the line that ``progress(_:_:)`` left.
  func endProgress() {
    guard format != .ndjson, !isQuiet, Self.isTerminal(STDERR_FILENO) else { return }
    try? FileOutput.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
  }
}
