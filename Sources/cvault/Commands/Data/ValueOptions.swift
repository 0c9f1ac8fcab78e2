import ArgumentParser
import ConsentVault

/// Where values come from; the values themselves are on standard input alone.
struct ValueOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "volunteered, observed, inferred or third-party:NAME.", valueName: "origin"))
  var origin = Origin.volunteered

  @Option(
    help: ArgumentHelp("When they were collected (RFC 3339); otherwise now.", valueName: "time"))
  var collectedAt: Timestamp?

  /// Reads standard input.
  func read(_ session: Session) throws -> [NewValue] {
    try ValueInput.read(
      session.input.all(for: "the values", limit: ValueInput.largest), origin: origin,
      collectedAt: collectedAt)
  }
}

extension Stored {
  /// What `put` and `subject rectify` answer.
  func answer(of subject: String, _ word: String) -> Answer {
    ChangeAnswer.subject(
      subject, changed: changed, leaf: leaf,
      "\(word): \(stored) \(stored == 1 ? "value" : "values"), \(unchanged) unchanged",
      more: [.init("stored", .number(stored)), .init("unchanged", .number(unchanged))])
  }
}
