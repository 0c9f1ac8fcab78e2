/// A consent of the population: one subject, one purpose.
public struct GivenConsent: Hashable, Sendable {
  /// How long it lasts.
  public enum End: Hashable, Sendable {
    /// So many days from when it is recorded.
    case days(Int)
    /// At once: what it covers is stored while it is live, and it is over before the first operation.
    case atOnce
  }

  /// Who gave it.
  public let subject: Int
  /// 0 to 24; a subject has at most one consent for a purpose.
  public let purpose: Int
  /// The categories that it covers, as bits; no other consent of the subject covers them.
  public let categories: UInt32
  /// 0 to 4: whom else the data may go to, besides the company itself.
  public let recipient: Int
  /// Whether the subject has objected, after giving it, to the recipient.
  public let isObjected: Bool
  /// Whether the subject has withdrawn it.
  public let isWithdrawn: Bool
  /// When it ends.
  public let end: End

  /// Whether a category is covered.
  public func covers(_ category: Int) -> Bool { categories >> UInt32(category) & 1 == 1 }
}
