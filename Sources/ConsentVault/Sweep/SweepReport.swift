/// How a sweep goes about it.
public struct SweepOptions: Hashable, Sendable {
  /// Subjects per transaction, taken into 1 to 500; each transaction is one leaf, and has fewer where so
  /// many would not fit into it.
  public var batch = 500
  /// Counts what it would do, and changes nothing.
  public var isDryRun = false
  /// Accepts a system clock that has jumped ahead of the newest leaf.
  public var confirmsClock = false

  /// Batches of 500 subjects, for good, by a clock that is believed.
  public init() {}
}

/// What a sweep did, or in a dry run would do.
public struct SweepReport: Hashable, Sendable {
  /// Why nothing was destroyed: the clock cannot be believed.
  public enum Clock: String, Hashable, Sendable {
    /// It is further ahead of the newest leaf than the setting allows.
    case jump
    /// It is behind vault time by more than the tolerance.
    case behind
  }

  /// Permissions whose end has come; their envelopes are gone.
  public var expired = 0
  /// Values that no live permission, retention or ground covered any more.
  public var erasedValues = 0
  /// Transactions that had a subject to look at.
  public var batches = 0
  /// Whether the counts say what would be done, and nothing was.
  public var isDryRun = false
  /// When the next thing falls due; nil for nothing.
  public var pendingUntil: Timestamp?
  /// Why the clock was not believed, and so nothing destroyed; nil if it was.
  public var clock: Clock?
}
