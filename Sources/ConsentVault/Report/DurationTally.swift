/// Counts durations in little memory: seconds below an hour, minutes below a week, hours beyond.
///
/// Ten years of them are less than 110,000 counts.
struct DurationTally {
  private static let second: Int64 = 1_000
  private static let minute = 60 * second
  private static let hour = 60 * minute
  private static let week = 168 * hour

  private var counts: [Int64: Int] = [:]
  private var count = 0
  private var longest = TimeSpan.zero

  /// Adds a duration.
  mutating func add(_ span: TimeSpan) {
    let length = span.milliseconds
    let unit = length < Self.hour ? Self.second : length < Self.week ? Self.minute : Self.hour
    counts[length / unit * unit, default: 0] += 1
    count += 1
    longest = max(longest, span)
  }

  /// What was added.
  var durations: OutcomeReport.Durations {
    guard count > 0 else {
      return OutcomeReport.Durations(count: 0, median: nil, percentile95: nil, longest: nil)
    }
    let sorted = counts.sorted { $0.key < $1.key }
    return OutcomeReport.Durations(
      count: count, median: shortest(coveringPercent: 50, in: sorted),
      percentile95: shortest(coveringPercent: 95, in: sorted), longest: longest)
  }

  /// The nearest rank: the shortest duration that so many percent of all do not exceed.
  private func shortest(
    coveringPercent percent: Int, in sorted: [(key: Int64, value: Int)]
  ) -> TimeSpan? {
    let rank = (count * percent + 99) / 100
    var seen = 0
    for (length, number) in sorted {
      seen += number
      if seen >= rank { return TimeSpan(milliseconds: length) }
    }
    return nil
  }
}
