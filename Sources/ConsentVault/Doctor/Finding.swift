/// One thing that the doctor looked at.
public struct Finding: Hashable, Sendable {
  /// A stable name, such as `encryption` or `sweep-lag`.
  public let check: String
  /// Whether nothing is wrong; then there is no hint.
  public let isGood: Bool
  /// What was seen, in one sentence.
  public let message: String
  /// What to do, where something is wrong.
  public let hint: String?

  init(_ check: String, good message: String) {
    self.check = check
    isGood = true
    self.message = message
    hint = nil
  }

  init(_ check: String, bad message: String, hint: String) {
    self.check = check
    isGood = false
    self.message = message
    self.hint = hint
  }
}
