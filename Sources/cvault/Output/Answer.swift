import VaultModel

/// What a command has to say: once for programs, once for people.
struct Answer {
  /// For `json`, `ndjson` and `csv`.
  var value: JSONValue
  /// For `json` and `ndjson` in the place of ``value``, where every byte counts: what is signed.
  var exact: [UInt8]?
  /// For people.
  var blocks: [TextBlock]
  /// 0, or 3 for a denial, 7 for a job partly done.
  var exitCode: ExitStatus = .done
  /// Whether `-q` leaves it out: a report on a change, not an answer that was asked for.
  var isConfirmation = false

  /// Whether the command has written its output itself, as it came.
  private(set) var isWritten = false

  /// Nothing more to say.
  static var written: Answer {
    var answer = Answer(.null, [])
    answer.isWritten = true
    return answer
  }

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
