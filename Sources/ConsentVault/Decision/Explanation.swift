import VaultPolicy

/// A decision, and what a person needs to understand it: what it rests on, what stands against it, and
/// when time alone will change it.
///
/// An actor without a right to ask learns that alone, as in the decision itself.
public struct Explanation: Sendable {
  /// A record of the purpose that the answer turns on.
  public struct Record: Hashable, Sendable {
    /// The consent or ground, without its events.
    public let consent: Consent
    /// When it was given, renewed or opened, as told.
    public let given: Timestamp
    /// When its state last changed, as told; for one that ran out by itself, its end.
    public let changed: Timestamp
    /// The categories of the answer that rest on it, sorted; empty if none does.
    public let covers: [String]
  }

  /// What time alone will make of the answer.
  public struct Turn: Hashable, Sendable {
    /// The first instant of the other answer.
    public let time: Timestamp
    /// The answer from then on.
    public let verdict: Decision.Verdict
    /// The reasons that it then has besides those of now; none for a permit.
    public let codes: [String]
  }

  /// What was asked.
  public let request: Request
  /// The answer, as ``Vault/check(_:_:)`` gives it.
  public let decision: Decision
  /// The purpose's title in the policy; nil where it must not be told, or there is none.
  public internal(set) var title: String?
  /// What the person gets out of the purpose, in the policy's words.
  public internal(set) var benefit: String?
  /// For each reason, the categories that it concerns, sorted; none where it concerns the whole request.
  public internal(set) var concerned: [String: [String]] = [:]
  /// What the policy's `never` rules among the reasons say, by code.
  public internal(set) var rules: [String: String] = [:]
  /// The subject's records of the purpose, newest word first; mere requests are left out.
  public internal(set) var records: [Record] = []
  /// The denials that stand against what was asked, the latest for each category.
  public internal(set) var denials: [SubjectReport.Denial] = []
  /// The first instant, now or later, at which the contact rules of the purpose let this channel be used; nil
  /// if there are none, the request names no channel, or it never comes.
  public internal(set) var nextContact: Timestamp?
  /// The same on the wall clock of the zone of the quiet hours, such as `2026-11-23 08:00 Europe/Berlin`.
  public internal(set) var nextContactLocal: String?
  /// Whether the contact rules never allow it, as where the machine has no data for their zone.
  public internal(set) var isNeverContactable = false
  /// When time alone turns the answer round; nil if it never does.
  public internal(set) var turn: Turn?

  init(request: Request, decision: Decision) {
    self.request = request
    self.decision = decision
  }
}
