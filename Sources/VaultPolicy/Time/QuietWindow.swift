package import VaultModel

/// The hours of a day in which a subject is not contacted, in local wall-clock time (02, contact).
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
    let local = time.milliseconds + Int64(zone.offset(at: time)) * 1000
    // West of Greenwich the first hours of 1970 are negative local time.
    let ofDay = (local % 86_400_000 + 86_400_000) % 86_400_000
    let minute = Int(ofDay / 60_000)
    return fromMinute < untilMinute
      ? fromMinute <= minute && minute < untilMinute
      : fromMinute <= minute || minute < untilMinute
  }
}
