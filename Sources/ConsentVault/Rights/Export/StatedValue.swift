/// A value as a statement tells of it, without its bytes.
public struct StatedValue: Hashable, Sendable {
  /// A version of the value that was written.
  public struct Version: Hashable, Sendable {
    /// From 1; 0 where the value was taken away.
    public let number: UInt32
    /// Whether it was a correction (GDPR Article 16).
    public let isRectification: Bool
    /// When, by vault time.
    public let time: Timestamp
    /// Who wrote it.
    public let actor: String
    /// The leaf that records it.
    public let leaf: UInt64
  }

  /// The category's leaf.
  public let category: String
  /// Tells several values of one category apart; empty where there is one.
  public let key: String
  /// `volunteered`, `observed`, `inferred` or `third-party:NAME`.
  public let origin: String
  /// When it was collected, as told when it was stored.
  public let collectedAt: Timestamp
  /// 1 when first stored, one more each time it is replaced.
  public let version: UInt32
  /// When it was stored and corrected, oldest first; never what it was before.
  public let versions: [Version]
  /// The purposes that it may be used for now, as far as permissions go; empty if it is only retained.
  public let purposes: [String]
  /// The purposes that keep it although they may not use it any more.
  public let retainedFor: [String]
  /// When it goes, as things stand; nil if the next sweep takes it.
  public let keptUntil: Timestamp?

  /// Whether it is kept without being used.
  public var isInRetention: Bool { purposes.isEmpty }
}
