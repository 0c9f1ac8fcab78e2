extension CivilDate {
  /// The same day of a later month, or that month's last day where it has no such day.
  ///
  /// - Parameter months: how many, from 0.
  /// - Returns: the day; nil after 9999, or for a negative number.
  public func adding(months: Int) -> CivilDate? {
    let (year, month, day) = fields
    let (count, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard months >= 0, !overflow else { return nil }
    // A month has 28 days at least, so one of the first four days tried exists.
    for candidate in stride(from: day, through: min(day, 28), by: -1) {
      let date = CivilDate(year: count / 12, month: count % 12 + 1, day: candidate)
      if let date { return date }
    }
    return nil
  }

  /// The last millisecond of the day, in UTC.
  public var end: Timestamp { start.advanced(by: .lastOfDay) ?? .latest }
}

extension TimeSpan {
  /// From a day's first millisecond to its last.
  fileprivate static let lastOfDay = TimeSpan(milliseconds: 86_399_999) ?? .zero
}
