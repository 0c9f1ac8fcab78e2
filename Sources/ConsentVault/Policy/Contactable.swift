/// Somebody whom a purpose may reach now.
public struct Contactable: Hashable, Sendable {
  /// The company's id of the subject.
  public let subject: SubjectID
  /// How they may be reached, and with what.
  public let means: Means

  /// Over which channels, and with which data.
  public struct Means: Hashable, Sendable {
    /// The channels, in the policy's order; empty for a purpose without channels.
    public internal(set) var channels: [String] = []
    /// The categories that would be released over one of the channels at least.
    public internal(set) var categories: [String] = []
  }
}

/// How many subjects a purpose may reach now.
public struct ContactableCount: Hashable, Sendable {
  /// How many.
  public let count: Int
  /// Why there is nobody, whatever anybody allowed: such as `QUIET_HOURS`; empty otherwise.
  public let reasons: [String]
}
