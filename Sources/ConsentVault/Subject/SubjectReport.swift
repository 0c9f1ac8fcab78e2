/// A subject in one line.
public struct SubjectSummary: Hashable, Sendable {
  /// The company's id; nil for somebody of whom only denials are known, or for a tombstone.
  public let subject: String?
  /// `active`, `restricted` or `erased`.
  public let status: String
  /// Since when it is restricted; nil if it is not.
  public let since: Timestamp?
  /// Records of consents: requests, refusals, closed and expired ones included.
  public let consents: Int
  /// Records of grounds, closed and expired ones included.
  public let grounds: Int
  /// Denials that were ever recorded, answered ones included; one per scope.
  public let denials: Int
  /// Stored values, those in retention included.
  public let values: Int
}

/// Everything that the vault holds about a subject, without the values' bytes.
public struct SubjectReport: Hashable, Sendable {
  /// A denial in words; a dimension that is nil is not named.
  public struct Denial: Hashable, Sendable {
    /// Random, made when it was recorded.
    public let id: Identifier
    /// `withdrawn` or `refused`.
    public let word: String
    /// A leaf or a group; nil is every purpose.
    public let purpose: String?
    /// Leaves or parents; nil is every category.
    public let categories: [String]?
    /// The channels meant; nil is every channel.
    public let channels: [String]?
    /// The recipients meant; nil is every recipient.
    public let recipients: [String]?
    /// When it was said, as told.
    public let eventTime: Timestamp
    /// When it was recorded, by vault time.
    public let recordedTime: Timestamp
  }

  /// A stored value without its bytes.
  public struct Value: Hashable, Sendable {
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
    /// The size as stored: padded and sealed.
    public let bytes: Int
  }

  /// The subject in one line.
  public let summary: SubjectSummary
  /// All records of consents, newest word first.
  public let consents: [Consent]
  /// All records of grounds, newest first.
  public let grounds: [Consent]
  /// All denials, in the order of their recording.
  public let denials: [Denial]
  /// All stored values, those in retention included.
  public let values: [Value]
}
