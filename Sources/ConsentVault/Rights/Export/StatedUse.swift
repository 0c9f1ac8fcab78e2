/// A use of a person's data, or an attempt that was refused.
public struct StatedUse: Hashable, Sendable {
  /// The leaf that records it.
  public let leaf: UInt64
  /// When, by vault time.
  public let time: Timestamp
  /// Whether data was released.
  public let isPermitted: Bool
  /// Who asked.
  public let actor: String
  /// What for.
  public let purpose: String
  /// What was released, or asked for.
  public let categories: [String]
  /// Who got it, or would have; `self` is the company.
  public let recipient: String
  /// How the person was contacted; nil if not at all.
  public let channel: String?
  /// What was done with it: `use` unless it says more.
  public let operation: String
  /// The consents and grounds that allowed it.
  public let permissions: [Identifier]
  /// The codes of the reasons against it; empty if it was permitted.
  public let reasons: [String]
}

/// Something else that happened to a person's record.
public struct StatedEvent: Hashable, Sendable {
  /// The leaf that records it.
  public let leaf: UInt64
  /// When, by vault time.
  public let time: Timestamp
  /// Such as `consent given`, `value stored`, `data exported`.
  public let name: String
  /// Who did it.
  public let actor: String
  /// For which purpose; empty if for none.
  public let purpose: String
  /// Which categories it was about, where it was about some.
  public let categories: [String]
}
