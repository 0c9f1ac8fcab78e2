/// The subject's "no": refusal, withdrawal or objection. It has a scope and outlives the consent.
public struct Denial: Hashable, Sendable {
  /// Which word made it.
  public enum Word: UInt8, Hashable, Sendable {
    case withdrawn = 1
    case refused
  }

  /// What it touches; a dimension that is nil is not named and so meets every request.
  public struct Scope: Hashable, Sendable {
    /// The purpose node, leaf or group; nil is `*`, every purpose.
    public var purpose: PurposeNumber?
    /// Category nodes, leaves or parents.
    public var categories: NumberSet<CategoryKind>?
    public var channels: NumberSet<ChannelKind>?
    public var recipients: NumberSet<RecipientKind>?

    public init(
      purpose: PurposeNumber?, categories: NumberSet<CategoryKind>? = nil,
      channels: NumberSet<ChannelKind>? = nil, recipients: NumberSet<RecipientKind>? = nil
    ) {
      self.purpose = purpose
      self.categories = categories
      self.channels = channels
      self.recipients = recipients
    }
  }

  public var id: Identifier
  public var word: Word
  public var scope: Scope
  /// When it was said, as told; may lie in the past or ahead.
  public var eventTime: Timestamp
  /// When it was recorded, by vault time.
  public var recordedTime: Timestamp

  public init(
    id: Identifier, word: Word, scope: Scope, eventTime: Timestamp, recordedTime: Timestamp
  ) {
    self.id = id
    self.word = word
    self.scope = scope
    self.eventTime = eventTime
    self.recordedTime = recordedTime
  }
}
