import VaultModel

/// A moment that comes once a year, in local time: a day and seconds after its midnight.
struct YearlyMoment: Hashable, Sendable {
  /// The three ways of POSIX to name a day of the year.
  enum Day: Hashable, Sendable {
    /// `Jn`, 1 to 365: 29 February is never counted.
    case withoutLeapDay(Int)
    /// `n`, 0 to 365: 29 February is counted.
    case withLeapDay(Int)
    /// `Mm.w.d`: weekday d (0 is Sunday) for the w-th time in month m; w = 5 is the last time.
    case weekday(month: Int, week: Int, day: Int)
  }

  let day: Day
  /// -604,799 to 604,799: a footer may name an hour of up to a week before or after.
  let secondOfDay: Int

  /// Seconds from 1970-01-01T00:00:00 to the moment in `year`, both in local time.
  func second(in year: Int) -> Int64 {
    let start = Self.dayOfNewYear(year)
    return Int64((start + dayOfYear(year, startingOn: start)) * 86_400 + secondOfDay)
  }

  /// The year in UTC of a second since 1970, 1970 to 9999.
  static func year(ofSecond second: Int64) -> Int {
    CivilDate(Timestamp(milliseconds: second * 1000) ?? .latest).fields.year
  }

  private func dayOfYear(_ year: Int, startingOn newYear: Int) -> Int {
    let isLeap = Self.isLeap(year)
    switch day {
    case .withLeapDay(let number): return number
    case .withoutLeapDay(let number): return number - (isLeap && number >= 60 ? 0 : 1)
    case .weekday(let month, let week, let weekday):
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      let first = lengths[..<(month - 1)].reduce(0, +)
      // 1970-01-01 was a Thursday, day 4; 7,000 keeps the sum positive in the years before.
      let weekdayOfFirst = (newYear + first + 4 + 7_000) % 7
      var dayOfMonth = (weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7
      if dayOfMonth >= lengths[month - 1] { dayOfMonth -= 7 }
      return first + dayOfMonth
    }
  }

  /// Days from 1970-01-01 to the first of January; 477 leap days came before 1970.
  private static func dayOfNewYear(_ year: Int) -> Int {
    let before = year - 1
    return 365 * (year - 1970) + before / 4 - before / 100 + before / 400 - 477
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }
}
