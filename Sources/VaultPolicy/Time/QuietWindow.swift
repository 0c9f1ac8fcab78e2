package import VaultModel

/// The hours of a day in which a subject is not contacted, in local wall-clock time.
///
/// Half-open: quiet at `from`, no longer at `until`. A window may run across midnight. It follows
/// the clock on the wall: an hour that a change repeats is quiet twice, one that it skips never.
package struct QuietWindow: Hashable, Sendable {
  /// First quiet minute after local midnight, 0 to 1,439.
  package let fromMinute: Int
  /// First minute after midnight that is not quiet any more, 0 to 1,439.
  package let untilMinute: Int

  /// Nil if a minute is outside the day, or if both are the same: such a window could mean never
  /// as well as always.
  package init?(fromMinute: Int, untilMinute: Int) {
    guard (0..<1440).contains(fromMinute), (0..<1440).contains(untilMinute),
      fromMinute != untilMinute
    else { return nil }
    self.fromMinute = fromMinute
    self.untilMinute = untilMinute
  }

  /// Whether the wall clock of `zone` stands inside the window at an instant of UTC.
  package func contains(_ time: Timestamp, in zone: ZoneRules) -> Bool {
    contains(minute: Int(zone.timeOfDay(at: time) / 60_000))
  }

  private func contains(minute: Int) -> Bool {
    fromMinute < untilMinute
      ? fromMinute <= minute && minute < untilMinute
      : fromMinute <= minute || minute < untilMinute
  }

  /// The first instant, `time` or later, at which the window is open (quiet) or closed; nil if that never
  /// comes before the year 10,000.
  ///
  /// Between two changes of the clocks the next edge of the window is a sum; so it steps from one to the
  /// other and never past a change.
  package func next(quiet: Bool, from time: Timestamp, in zone: ZoneRules) -> Timestamp? {
    let edge = Int64(quiet ? fromMinute : untilMinute) * 60_000
    var time = time
    while contains(time, in: zone) != quiet {
      let ahead = edge - zone.timeOfDay(at: time)
      let wait = TimeSpan(milliseconds: ahead > 0 ? ahead : ahead + 86_400_000) ?? .zero
      let steps = [time.advanced(by: wait), zone.nextChange(after: time)].compactMap(\.self)
      // INVARIANT: both lie after `time`, so this ends.
      guard let step = steps.min() else { return nil }
      time = step
    }
    return time
  }
}
