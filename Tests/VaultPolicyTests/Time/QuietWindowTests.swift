import Testing
import VaultModel
import VaultPolicy

@Suite("Quiet windows")
struct QuietWindowTests {
  @Test(arguments: [
    // Berlin is an hour ahead of UTC in January.
    ("2026-01-10T19:59:59.999Z", false), ("2026-01-10T20:00:00Z", true),
    ("2026-01-10T23:30:00Z", true), ("2026-01-11T06:59:59.999Z", true),
    ("2026-01-11T07:00:00Z", false), ("2026-01-11T12:00:00Z", false),
    // And two in July.
    ("2026-07-10T18:59:59.999Z", false), ("2026-07-10T19:00:00Z", true),
    ("2026-07-11T05:59:59.999Z", true), ("2026-07-11T06:00:00Z", false),
  ])
  func aWindowAcrossMidnightIsHalfOpen(instant: String, isQuiet: Bool) throws {
    try expect(from: 21 * 60, until: 8 * 60, "berlin", instant, isQuiet)
  }

  @Test(arguments: [
    ("2026-01-10T11:59:59.999Z", false), ("2026-01-10T12:00:00Z", true),
    ("2026-01-10T13:29:59.999Z", true), ("2026-01-10T13:30:00Z", false),
    ("2026-01-10T00:00:00Z", false),
  ])
  func aWindowWithinADayIsHalfOpen(instant: String, isQuiet: Bool) throws {
    try expect(from: 13 * 60, until: 14 * 60 + 30, "berlin", instant, isQuiet)
  }

  @Test(arguments: [
    // On 25 October 2026 Berlin's clocks go back from 3:00 to 2:00 at 01:00 UTC.
    ("2026-10-25T00:14:59Z", false), ("2026-10-25T00:15:00Z", true),
    ("2026-10-25T00:45:00Z", false), ("2026-10-25T01:14:59Z", false),
    ("2026-10-25T01:15:00Z", true), ("2026-10-25T01:45:00Z", false),
  ])
  func anHourThatComesTwiceIsQuietTwice(instant: String, isQuiet: Bool) throws {
    try expect(from: 2 * 60 + 15, until: 2 * 60 + 45, "berlin", instant, isQuiet)
  }

  @Test(arguments: [
    // On 29 March 2026 they go forward from 2:00 to 3:00 at 01:00 UTC: at 2:59:59 it is 1:59:59.
    ("2026-03-29T00:59:59.999Z", false), ("2026-03-29T01:00:00Z", true),
    ("2026-03-29T01:29:59.999Z", true), ("2026-03-29T01:30:00Z", false),
  ])
  func aWindowThatBeginsInASkippedHourBeginsAfterIt(instant: String, isQuiet: Bool) throws {
    try expect(from: 2 * 60 + 15, until: 3 * 60 + 30, "berlin", instant, isQuiet)
  }

  @Test func aWindowInsideASkippedHourIsNotQuietThatDay() throws {
    let window = try #require(QuietWindow(fromMinute: 135, untilMinute: 165))
    let berlin = try ZoneFixture.named("berlin")
    let start = try #require(Timestamp("2026-03-28T23:00:00Z"))
    let quiet = (0..<23 * 60).filter { minute in
      let time = start.advanced(by: .seconds(Int64(minute) * 60))
      return time.map { window.contains($0, in: berlin) } ?? true
    }
    #expect(quiet.isEmpty)
  }

  @Test(arguments: [
    // Half an hour of daylight saving time: 10:30 ahead of UTC in July, 11:00 in January.
    ("lordHowe", "2026-07-10T10:29:59.999Z", false), ("lordHowe", "2026-07-10T10:30:00Z", true),
    ("lordHowe", "2026-01-10T09:59:59.999Z", false), ("lordHowe", "2026-01-10T10:00:00Z", true),
    ("kathmandu", "2026-01-10T15:14:59.999Z", false), ("kathmandu", "2026-01-10T15:15:00Z", true),
    ("newYork", "2026-01-11T01:59:59.999Z", false), ("newYork", "2026-01-11T02:00:00Z", true),
    // In New York it is still the evening of 1969.
    ("newYork", "1970-01-01T01:59:59.999Z", false), ("newYork", "1970-01-01T02:00:00Z", true),
    ("newYork", "1970-01-01T00:00:00Z", false),
    // By the rule in the footer.
    ("newYork", "2100-07-11T00:59:59.999Z", false), ("newYork", "2100-07-11T01:00:00Z", true),
  ])
  func aWindowFollowsTheWallClockOfItsZone(
    zone: String, instant: String, isQuiet: Bool
  ) throws {
    try expect(from: 21 * 60, until: 8 * 60, zone, instant, isQuiet)
  }

  @Test func aWindowThatEndsWhenItBeginsCannotBeMade() {
    #expect(QuietWindow(fromMinute: 60, untilMinute: 60) == nil)
    #expect(QuietWindow(fromMinute: 0, untilMinute: 1) != nil)
  }

  @Test(arguments: [(-1, 5), (5, -1), (1440, 5), (5, 1440), (.max, 5), (5, .min)])
  func aMinuteOutsideTheDayCannotBeMade(from: Int, until: Int) {
    #expect(QuietWindow(fromMinute: from, untilMinute: until) == nil)
  }

  private func expect(
    from: Int, until: Int, _ zone: String, _ instant: String, _ isQuiet: Bool
  ) throws {
    let window = try #require(QuietWindow(fromMinute: from, untilMinute: until))
    let time = try #require(Timestamp(instant))
    #expect(window.contains(time, in: try ZoneFixture.named(zone)) == isQuiet)
  }
}
