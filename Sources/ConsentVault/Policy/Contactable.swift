/// Somebody whom a purpose may reach now.
public struct Contactable: Hashable, Sendable {
  /// The company's id of the subject; nil without an owner's key.
  public let subject: String?
  /// The channels over which; empty for a purpose without channels.
  public let channels: [String]
  /// The categories that would be released over one of them at least.
  public let categories: [String]
  /// The consents or grounds that this rests on.
  public let permissions: [Identifier]
}

/// How many subjects a purpose may reach now.
public struct ContactableCount: Hashable, Sendable {
  /// How many.
  public let count: Int
  /// Why there is nobody, whatever anybody allowed: such as `QUIET_HOURS`; empty otherwise.
  public let reasons: [String]
}
