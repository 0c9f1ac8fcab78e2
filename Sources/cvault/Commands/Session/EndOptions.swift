import ArgumentParser
import ConsentVault

/// When a permission ends.
struct EndOptions: ParsableArguments {
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long it lasts, such as 90d, 12h, 30m or 45s.", valueName: "duration"))
  var span: TimeSpan?

  @Option(help: ArgumentHelp("When it ends (RFC 3339).", valueName: "time"))
  var until: Timestamp?

  /// The end that was named; nil if none was.
  var end: Grant.End? { span.map(Grant.End.after) ?? until.map(Grant.End.at) }

  func validate() throws {
    guard span == nil || until == nil else {
      throw ValidationError("--for and --until name two ends")
    }
  }
}
