import VaultLedger

/// What became of people's words and requests in a period: outcomes, not activity.
///
/// It names nobody.
public struct OutcomeReport: Hashable, Sendable {
  /// How long something took; nil where it did not happen.
  public struct Durations: Hashable, Sendable {
    /// How many there were.
    public let count: Int
    /// Half took no longer; to the second below an hour, to the minute below a week, else to the hour.
    public let median: TimeSpan?
    /// All but one in twenty took no longer; as exact as the median.
    public let percentile95: TimeSpan?
    /// The longest, to the millisecond.
    public let longest: TimeSpan?
  }

  /// Requests to use a right: those closed in the period, and those that wait now.
  public struct Requests: Hashable, Sendable {
    /// Done what was asked for, by the due date.
    public internal(set) var answeredInTime = 0
    /// Done what was asked for, after it.
    public internal(set) var answeredLate = 0
    /// Refused with a reason, by the due date.
    public internal(set) var refusedInTime = 0
    /// Refused with a reason, after it.
    public internal(set) var refusedLate = 0
    /// Waits for an answer that is not due yet.
    public internal(set) var open = 0
    /// Waits for an answer past its due date.
    public internal(set) var overdue = 0
  }

  /// How often a reason stood in a denial; a denial has all of its reasons.
  public struct Reason: Hashable, Sendable {
    /// Such as `CONSENT_WITHDRAWN`.
    public let code: String
    /// How many denials it stood in.
    public let count: Int
  }

  /// The permissions of a purpose that are in force, by how long ago they began.
  public struct Ages: Hashable, Sendable {
    /// A purpose leaf.
    public let purpose: String
    /// A count for each of ``OutcomeReport/ageLimits``, and one for those that are older still.
    public let counts: [Int]
  }

  /// Uses on one lawful basis.
  public struct Uses: Hashable, Sendable {
    /// What the policy of that time declared for the purpose.
    public let basis: Basis
    /// How many accesses were permitted.
    public let count: Int
  }

  /// One week, Monday to Sunday in UTC; the first and the last may be cut by the period.
  public struct Week: Hashable, Sendable {
    /// Midnight before its Monday.
    public let start: Timestamp
    /// Accesses permitted.
    public internal(set) var permitted = 0
    /// Accesses denied.
    public internal(set) var denied = 0
    /// Consents given or renewed.
    public internal(set) var given = 0
    /// Consents withdrawn or refused, each no counted once.
    public internal(set) var withdrawn = 0
  }

  /// What a sweep has still to do.
  public struct Overdue: Hashable, Sendable {
    /// Subjects of whom something is past its end.
    public let subjects: Int
    /// How long the oldest of it waits; nil if nothing does.
    public let lag: TimeSpan?
  }

  /// The ages by which permissions are told apart.
  public static let ageLimits: [TimeSpan] = [.days(30), .days(90), .days(180), .days(365)]

  /// The first instant of the period.
  public let since: Timestamp
  /// The first instant after it.
  public let until: Timestamp
  /// Who answers for the vault.
  public let controller: String
  /// The policy in force now.
  public let policy: Decision.PolicyReference
  /// From the word of a withdrawal or revocation to the end of its keys.
  public let closing: Durations
  /// From a request to the erasure; those that nobody had asked for are not in it.
  public let erasing: Durations
  /// All erasures.
  public let erasures: Int
  /// Requests to use a right.
  public let requests: Requests
  /// Denials by reason, most frequent first.
  public let reasons: [Reason]
  /// Denials whose reasons nobody can read any more, because the person was erased since.
  public let forgottenDenials: Int
  /// Permissions by purpose and age, as they are now.
  public let ages: [Ages]
  /// Uses by basis, most frequent first.
  public let uses: [Uses]
  /// Week by week, none left out.
  public let weeks: [Week]
  /// What waits for a sweep now.
  public let overdue: Overdue

  /// All accesses permitted in the period.
  public var permitted: Int { weeks.reduce(0) { $0 + $1.permitted } }
  /// All accesses denied in the period.
  public var denied: Int { weeks.reduce(0) { $0 + $1.denied } }
}
