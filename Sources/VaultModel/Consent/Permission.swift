/// The record that opens data: a consent, or a ground asserted by the company.
///
/// This is the decision's view, in registry numbers. What only an owner may read (giver, reference,
/// evidence) is sealed apart and pinned here by its digest.
public struct Permission: Hashable, Sendable {
  /// Consent or ground.
  public enum Kind: UInt8, Hashable, Sendable {
    case consent = 1
    case ground
  }

  /// The record's id, the same through renewals.
  public var id: Identifier
  /// 1 when recorded, one more at every change.
  public var version: UInt32
  /// Whether the subject gave it or the company asserts it.
  public var kind: Kind
  /// The one purpose that it opens data for; always a leaf.
  public var purpose: PurposeNumber
  /// The explicit leaf sets that it covers; what is not named is not covered.
  public var scope: Scope
  /// The first instant at which it is live.
  public var from: Timestamp
  /// The first instant at which it is not live any more.
  public var until: Timestamp
  /// What has happened to the record; read it together with ``until``.
  public var state: PermissionState
  /// How a consent was given; nil for a ground or a mere request.
  public var method: ConsentMethod?
  /// The notice shown, by the SHA-256 of its text; nil for a ground.
  public var notice: Digest?
  /// The policy's retention when the record was made or renewed; what is kept after the end is the
  /// smaller of this and the policy's now.
  public var retention: TimeSpan
  /// When the giving (or renewal) happened, as told.
  public var eventTime: Timestamp
  /// When it was recorded, by vault time.
  public var recordedTime: Timestamp
  /// The event time of the last change of state: giving, renewal or close.
  public var changedTime: Timestamp
  /// The subject's state sequence at the last change: the order of recording.
  public var sequence: UInt64
  /// SHA-256 of the sealed detail, so that it cannot be swapped; nil if there is none.
  public var detail: Digest?

  /// Joins the parts of a record; nothing is checked here.
  public init(
    id: Identifier, version: UInt32 = 1, kind: Kind, purpose: PurposeNumber, scope: Scope,
    from: Timestamp, until: Timestamp, state: PermissionState, method: ConsentMethod? = nil,
    notice: Digest? = nil, retention: TimeSpan, eventTime: Timestamp, recordedTime: Timestamp,
    changedTime: Timestamp, sequence: UInt64, detail: Digest? = nil
  ) {
    self.id = id
    self.version = version
    self.kind = kind
    self.purpose = purpose
    self.scope = scope
    self.from = from
    self.until = until
    self.state = state
    self.method = method
    self.notice = notice
    self.retention = retention
    self.eventTime = eventTime
    self.recordedTime = recordedTime
    self.changedTime = changedTime
    self.sequence = sequence
    self.detail = detail
  }

  /// When its "yes" was spoken: `from` may lie ahead, the word may not.
  public var wordTime: Timestamp { min(eventTime, recordedTime) }

  /// Whether its own record says that it opens data at `time`; the policy may still say no.
  public func isOpen(at time: Timestamp) -> Bool {
    state == .given && from <= time && time < until
  }

  /// When it stopped, or will stop, opening data: its end, or the change that closed it before.
  public var actualEnd: Timestamp {
    state == .given || state == .expired ? until : min(until, changedTime)
  }
}
