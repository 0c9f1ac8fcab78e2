/// An instant of vault time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Values lie between 1970-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. All arithmetic is
/// checked: a sum outside the range is nil, never a wrapped time.
public struct Timestamp: Hashable, Sendable, Comparable {
  /// The first instant.
  @inlinable public static var earliest: Timestamp { Timestamp(unchecked: 0) }
  /// The last instant, 9999-12-31T23:59:59.999Z.
  @inlinable public static var latest: Timestamp { Timestamp(unchecked: 253_402_300_799_999) }

  /// Milliseconds since the epoch.
  public let milliseconds: Int64

  @inlinable init(unchecked milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Checks the range; nil outside it.
  public init?(milliseconds: Int64) {
    guard (0...Self.latest.milliseconds).contains(milliseconds) else { return nil }
    self.milliseconds = milliseconds
  }

  /// This instant moved later by `span`; nil outside the range.
  public func advanced(by span: TimeSpan) -> Timestamp? {
    let (sum, overflow) = milliseconds.addingReportingOverflow(span.milliseconds)
    return overflow ? nil : Timestamp(milliseconds: sum)
  }

  /// This instant moved earlier by `span`, or the first instant if that is earlier still.
  public func backed(by span: TimeSpan) -> Timestamp {
    Timestamp(milliseconds: milliseconds - span.milliseconds) ?? .earliest
  }

  /// The span from `start` to this instant; zero if `start` is later.
  public func since(_ start: Timestamp) -> TimeSpan {
    // Both lie in 0...2.6e14, so the difference cannot overflow.
    TimeSpan(milliseconds: max(0, milliseconds - start.milliseconds)) ?? .zero
  }

  /// An earlier instant comes first.
  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}
