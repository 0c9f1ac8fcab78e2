/// A consent to be recorded: the person's yes, with how it was given.
public struct Grant: Hashable, Sendable {
  /// How long it lasts.
  public enum End: Hashable, Sendable {
    /// As long as the policy allows.
    case longest
    /// So long from its start, at most the policy's longest lifetime.
    case after(TimeSpan)
    /// Up to this instant, which is the first at which it is not live any more.
    case at(Timestamp)
  }

  /// A purpose leaf whose basis is consent.
  public var purpose: String
  /// Nothing named: the purpose's categories and channels, and `self` as recipient.
  public var scope: ScopeNames
  /// When it ends; `END_BEFORE_START` and `LIFETIME_TOO_LONG` refuse an end that cannot be.
  public var end: End
  /// The notice shown: `id`, or `id.language` where it has several languages.
  public var notice: String
  /// The name of a `ConsentMethod`, such as `web-form`, that the purpose's policy lists.
  public var method: String
  /// Who said yes; the vault's typist cannot be a guardian or an agent.
  public var giver: Giver
  /// SHA-256 of the evidence, if there is some.
  public var evidence: Digest?
  /// When it was given, and so when it starts; nil is now.
  ///
  /// Before now needs evidence (`EVIDENCE_REQUIRED`); after now, it waits.
  public var eventTime: Timestamp?
  /// Where an imported record stood.
  package var source: String?

  /// A consent of the subject, for everything that the purpose has and as long as the policy
  /// allows.
  ///
  /// - Parameters:
  ///   - purpose: a purpose leaf whose basis is consent.
  ///   - scope: what it covers.
  ///   - end: when it ends.
  ///   - notice: the notice shown: `id`, or `id.language`.
  ///   - method: how it was given, such as `web-form`.
  ///   - giver: who said yes.
  ///   - evidence: SHA-256 of the form, letter or recording.
  ///   - eventTime: when it was given; nil is now.
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
