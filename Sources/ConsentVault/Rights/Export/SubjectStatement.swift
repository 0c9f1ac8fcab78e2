/// Everything that a person is told about their data (GDPR Article 15), but the values' bytes.
///
/// Older versions of a value are not part of it: the vault keeps none. What was stored and corrected
/// is told with its time, its version and who did it.
public struct SubjectStatement: Hashable, Sendable {
  /// What is told.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// All of it (Article 15).
    case access
    /// The values alone that the person provided, for a consent or a contract (Article 20).
    case portability
  }

  /// In which form it is handed over; the leaf says so.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case json
    case csv
    case html
  }

  /// Who answers for the vault (Article 4(7)).
  public struct Controller: Hashable, Sendable {
    /// As the policy says it.
    public let name: String
    /// How to reach them.
    public let contact: String
  }

  /// What the statement covers.
  public let scope: Scope
  /// The company's id of the person.
  public let subject: String
  /// Vault time.
  public let madeAt: Timestamp
  /// The leaf that records the export.
  public internal(set) var leaf: UInt64
  /// The policy in force.
  public let policy: Decision.PolicyReference
  /// Who answers for the data.
  public let controller: Controller
  /// `active` or `restricted`.
  public let status: String
  /// Since when it is restricted; nil if it is not.
  public let restrictedSince: Timestamp?
  /// The values, by category and key.
  public let values: [StatedValue]
  /// All records of consents, newest word first; none for ``Scope/portability``.
  public internal(set) var consents: [Consent] = []
  /// All records of grounds, newest first; none for ``Scope/portability``.
  public internal(set) var grounds: [Consent] = []
  /// Those of them that are given but open nothing now: a denial, the policy or a restriction stops
  /// them; none for ``Scope/portability``.
  public internal(set) var stopped: Set<Identifier> = []
  /// All denials; none for ``Scope/portability``.
  public internal(set) var denials: [SubjectReport.Denial] = []
  /// The person's requests; none for ``Scope/portability``.
  public internal(set) var requests: [RightsRequestEntry] = []
  /// Who asked for data, and what they were told, oldest first; none for ``Scope/portability``.
  public internal(set) var uses: [StatedUse] = []
  /// Whatever else happened, oldest first; none for ``Scope/portability``.
  public internal(set) var events: [StatedEvent] = []
  /// What the names of the policy mean.
  public let names: StatedNames
}
