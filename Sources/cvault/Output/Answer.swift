import VaultModel

/// What a command has to say: once for programs, once for people.
struct Answer {
  /// For `json`, `ndjson` and `csv`.
  var value: JSONValue
  /// For people.
  var blocks: [TextBlock]
  /// 0, or 3 for a denial, 7 for a job partly done.
  var exitCode: ExitStatus = .done
  /// Whether `-q` leaves it out: a report on a change, not an answer that was asked for.
  var isConfirmation = false

  /// An answer that was asked for.
  init(_ value: JSONValue, _ blocks: [TextBlock], exit: ExitStatus = .done) {
    self.value = value
    self.blocks = blocks
    self.exitCode = exit
  }

  /// A report on a change.
  static func change(_ value: JSONValue, _ blocks: [TextBlock], exit: ExitStatus = .done) -> Answer
  {
    var answer = Answer(value, blocks, exit: exit)
    answer.isConfirmation = true
    return answer
  }
}
