/// The subject's "no": refusal, withdrawal or objection.
///
/// It has a scope and outlives the consent. Only a consent given strictly later answers it.
public struct Denial: Hashable, Sendable {
  /// Which word made it; an objection is a withdrawal.
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
    /// The channels meant; nil is every channel, and requests that name none.
    public var channels: NumberSet<ChannelKind>?
    /// The recipients meant, the company itself (0) among them if named; nil is every recipient.
    public var recipients: NumberSet<RecipientKind>?

    /// Joins what was named; nothing is checked here.
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

  /// Random, made when it was recorded.
  public var id: Identifier
  /// What the subject said.
  public var word: Word
  /// What the "no" is about.
  public var scope: Scope
  /// When it was said, as told; may lie in the past or ahead.
  public var eventTime: Timestamp
  /// When it was recorded, by vault time.
  public var recordedTime: Timestamp

  /// Joins the parts of a record; nothing is checked here.
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
