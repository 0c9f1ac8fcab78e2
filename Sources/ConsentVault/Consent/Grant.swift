/// A consent to be recorded: the person's yes, with how it was given.
public struct Grant: Hashable, Sendable {
  /// How long it lasts.
  public enum End: Hashable, Sendable {
    /// As long as the policy allows.
    case longest
    case after(TimeSpan)
    case at(Timestamp)
  }

  /// A purpose leaf whose basis is consent.
  public var purpose: String
  /// Nothing named: the purpose's categories and channels, and `self` as recipient.
  public var scope: ScopeNames
  public var end: End
  /// The notice shown: `id`, or `id.language`.
  public var notice: String
  /// One of ``ConsentMethod``'s names.
  public var method: String
  public var giver: Giver
  /// SHA-256 of the evidence, if there is some.
  public var evidence: Digest?
  /// When it was given; nil is now. Before now needs evidence; after now, it waits.
  public var eventTime: Timestamp?
  /// Where an imported record stood.
  package var source: String?

  public init(
    purpose: String, scope: ScopeNames = ScopeNames(), end: End = .longest, notice: String,
    method: String, giver: Giver = .subject, evidence: Digest? = nil,
    eventTime: Timestamp? = nil
  ) {
    self.purpose = purpose
    self.scope = scope
    self.end = end
    self.notice = notice
    self.method = method
    self.giver = giver
    self.evidence = evidence
    self.eventTime = eventTime
  }
}
