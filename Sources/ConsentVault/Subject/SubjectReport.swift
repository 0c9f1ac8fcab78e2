/// A subject in one line.
public struct SubjectSummary: Hashable, Sendable {
  /// The company's id; nil for somebody of whom only denials are known, or for a tombstone.
  public let subject: String?
  /// `active`, `restricted` or `erased`.
  public let status: String
  /// Since when it is restricted.
  public let since: Timestamp?
  public let consents: Int
  public let grounds: Int
  public let denials: Int
  public let values: Int
}

/// Everything that the vault holds about a subject, without the values' bytes.
public struct SubjectReport: Hashable, Sendable {
  /// A denial in words; a dimension that is nil is not named.
  public struct Denial: Hashable, Sendable {
    public let id: Identifier
    /// `withdrawn` or `refused`.
    public let word: String
    /// A leaf or a group; nil is every purpose.
    public let purpose: String?
    public let categories: [String]?
    public let channels: [String]?
    public let recipients: [String]?
    public let eventTime: Timestamp
    public let recordedTime: Timestamp
  }

  /// A stored value without its bytes.
  public struct Value: Hashable, Sendable {
    public let category: String
    public let key: String
    public let origin: String
    public let collectedAt: Timestamp
    /// 1 when first stored.
    public let version: UInt32
    /// The size as stored: padded and sealed.
    public let bytes: Int
  }

  public let summary: SubjectSummary
  public let consents: [Consent]
  public let grounds: [Consent]
  public let denials: [Denial]
  public let values: [Value]
}
