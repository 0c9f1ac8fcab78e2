/// A person's request to use a right, and by when it must be answered (GDPR Article 12(3)).
public struct RightsRequest: Hashable, Sendable {
  /// In how many months an answer is due, without and with an extension.
  private static let (months, monthsExtended) = (1, 3)

  /// Random, made when it was recorded.
  public let id: Identifier
  /// The right.
  public let kind: RightsRequestKind
  /// How far it has come.
  public var state: RightsRequestState
  /// When it reached the company, as told.
  public let received: Timestamp
  /// The last instant at which an answer is in time.
  public var due: Timestamp
  /// When it was answered or refused, by vault time; nil while it is open.
  public var closed: Timestamp?

  /// A new request, due one month after it was received.
  public init(id: Identifier, kind: RightsRequestKind, received: Timestamp) {
    self.init(
      id: id, kind: kind, state: .open, received: received,
      due: Self.end(of: Self.months, after: received))
  }

  /// Joins the parts of a record; nothing is checked here.
  public init(
    id: Identifier, kind: RightsRequestKind, state: RightsRequestState, received: Timestamp,
    due: Timestamp, closed: Timestamp? = nil
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.received = received
    self.due = due
    self.closed = closed
  }

  /// The latest that an extension may put the answer off to: three months after receipt.
  public var latestDue: Timestamp { Self.end(of: Self.monthsExtended, after: received) }

  /// Whether an answer is owed and late.
  public func isOverdue(at time: Timestamp) -> Bool { state.isOpen && time > due }

  /// Days of the calendar (UTC) from `time` to the last day: 0 on that day, negative after it.
  public func daysLeft(at time: Timestamp) -> Int {
    Int(CivilDate(due).day - CivilDate(time).day)
  }

  /// The end of a period of months.
  ///
  /// It ends with the last hour of the day that has the number of the day of receipt, or of the
  /// month's last day where the month has no such day (Regulation 1182/71, Article 3(2)(c)). Days
  /// are those of UTC, whatever the company's zone and its summer time. That a period which ends
  /// on a holiday or at a weekend runs on (Article 3(4)) is not used: the due date is the earlier.
  private static func end(of months: Int, after received: Timestamp) -> Timestamp {
    CivilDate(received).adding(months: months)?.end ?? .latest
  }
}
