/// A value to be stored under a category.
public struct NewValue: Hashable, Sendable {
  /// A leaf category.
  public var category: String
  /// Tells several values of one category apart, at most 255 bytes; empty where there is one.
  ///
  /// It stands in clear in the row, so it must not be personal itself.
  public var key: String
  /// At most 1 MiB.
  public var bytes: [UInt8]
  /// Where it came from; the permission and the policy must both cover it.
  public var origin: Origin
  /// When it was collected; nil is now.
  public var collectedAt: Timestamp?

  /// A volunteered value, collected now, unless told otherwise.
  ///
  /// - Parameters:
  ///   - category: a leaf category.
  ///   - key: tells several values of the category apart; a control character is refused.
  ///   - bytes: the plaintext, at most 1 MiB. This copy is the caller's: the vault cannot wipe it.
  ///   - origin: where it came from.
  ///   - collectedAt: when it was collected; nil is now.
  public init(
    category: String, key: String = "", bytes: [UInt8], origin: Origin = .volunteered,
    collectedAt: Timestamp? = nil
  ) {
    self.category = category
    self.key = key
    self.bytes = bytes
    self.origin = origin
    self.collectedAt = collectedAt
  }
}

/// What a `put` did.
public struct Stored: Hashable, Sendable {
  /// Values written.
  public let stored: Int
  /// Values that were there already, the same in every respect.
  public let unchanged: Int
  /// The leaf; nil if nothing changed.
  public let leaf: UInt64?

  /// Whether anything was written or taken away.
  public var changed: Bool { leaf != nil }
}
