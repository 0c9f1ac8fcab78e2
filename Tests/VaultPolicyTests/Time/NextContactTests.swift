import Testing
import VaultModel

@testable import VaultPolicy

/// Held against walking: the next instant is the first at which the rules themselves say yes.
@Suite("The next contact")
struct NextContactTests {
  private static let windows = [
    (1260, 480), (0, 1439), (1439, 0), (135, 165), (120, 180), (150, 30), (119, 121),
  ]
  /// Days with a change of clocks, or the days after a year's end, by zone.
  private static let days = [
    ("berlin", ["2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z", "2026-12-31T12:00:00Z"]),
    ("newYork", ["2026-03-07T18:00:00Z", "2026-10-31T18:00:00Z", "2100-11-06T18:00:00Z"]),
    ("lordHowe", ["2026-04-04T04:00:00Z", "2026-10-03T04:00:00Z", "1970-01-01T00:00:00Z"]),
    ("casablanca", ["2026-02-14T12:00:00Z", "2026-03-21T12:00:00Z"]),
    ("kathmandu", ["1985-12-31T06:00:00Z", "2026-06-01T00:00:00Z"]),
  ]

  @Test(arguments: days)
  func edgesOfAWindowAreWhereWalkingFindsThem(zone: String, starts: [String]) throws {
    let rules = try ZoneFixture.named(zone)
    for start in starts {
      let start = try #require(Timestamp(start))
      for (from, until) in Self.windows {
        let window = try #require(QuietWindow(fromMinute: from, untilMinute: until))
        // Backwards over a day and a half, so that what walking finds is known at each minute.
        var next: [Bool: Timestamp] = [:]
        for minute in (0..<2160).reversed() {
          let time = try #require(start.advanced(by: .seconds(Int64(minute) * 60)))
          next[window.contains(time, in: rules)] = time
          for (quiet, expected) in next {
            #expect(window.next(quiet: quiet, from: time, in: rules) == expected, "\(zone) \(time)")
          }
        }
      }
    }
  }

  @Test func anEdgeInsideAMinuteIsFoundToTheMillisecond() throws {
    let berlin = try ZoneFixture.named("berlin")
    let window = try #require(QuietWindow(fromMinute: 135, untilMinute: 210))
    // 2:15 to 3:30 on the night in which 2:00 to 3:00 is skipped: quiet from 3:00 on.
    let before = try #require(Timestamp("2026-03-29T00:59:59.999Z"))
    let change = try #require(Timestamp("2026-03-29T01:00:00Z"))
    let end = try #require(Timestamp("2026-03-29T01:30:00Z"))
    #expect(window.next(quiet: true, from: before, in: berlin) == change)
    #expect(window.next(quiet: false, from: before, in: berlin) == before)
    #expect(window.next(quiet: false, from: change, in: berlin) == end)
    #expect(window.next(quiet: false, from: end.backed(by: .milliseconds), in: berlin) == end)
    #expect(window.next(quiet: false, from: end, in: berlin) == end)
  }

  /// Across the end of the transitions that the fat file lists, too.
  @Test(arguments: [2025, 2037], ["berlin", "berlinFat", "newYork", "lordHowe", "casablanca"])
  func everyChangeOfAZoneIsFoundAndNoneIsInvented(year: Int, zone: String) throws {
    let rules = try ZoneFixture.named(zone)
    var time = try #require(Timestamp("\(year)-01-01T00:00:00Z"))
    let end = try #require(Timestamp("\(year + 2)-01-01T00:00:00Z"))
    var change = rules.nextChange(after: time)
    while time < end {
      let later = try #require(time.advanced(by: .seconds(1800)))
      let isChanged = rules.offset(at: time) != rules.offset(at: later)
      let isNext = change.map { $0 > time && $0 <= later } ?? false
      #expect(!isChanged || isNext, "\(time)")
      if isNext {
        let found = try #require(change)
        #expect(rules.offset(at: found.backed(by: .milliseconds)) == rules.offset(at: time))
        #expect(rules.offset(at: found) == rules.offset(at: later))
        change = rules.nextChange(after: found)
      }
      time = later
    }
  }

  @Test func theLastDayOfAllHasNoEdgeBehindIt() throws {
    let kathmandu = try ZoneFixture.named("kathmandu")
    let window = try #require(QuietWindow(fromMinute: 0, untilMinute: 1439))
    #expect(kathmandu.nextChange(after: .latest) == nil)
    let berlin = try ZoneFixture.named("berlin")
    #expect(berlin.nextChange(after: .latest) == nil)
    #expect(window.next(quiet: false, from: .latest, in: kathmandu) == nil)
    #expect(window.next(quiet: true, from: .latest, in: kathmandu) == .latest)
  }

  private func purpose(
    cap: Int? = nil, per: TimeSpan? = nil, quiet: CompiledPurpose.Quiet? = nil
  ) -> CompiledPurpose {
    var definition = PurposeDefinition(
      name: "p", title: "P", benefit: "B", basis: .consent, categories: [], actors: [])
    definition.contact = ContactRule(atMost: cap, per: per)
    return CompiledPurpose(
      number: Number(0), definition: definition, actors: [], categories: [], recipients: [],
      channels: [], origins: [], lineage: [], quiet: quiet)
  }

  @Test func capAndQuietHoursTogetherAreWhereWalkingFindsThem() throws {
    var random = SplitMix64(seed: 20_260_329)
    let berlin = try ZoneFixture.named("berlin")
    let start = try #require(Timestamp("2026-03-28T00:00:00Z"))
    for _ in 0..<300 {
      let from = Int(random.number(0...1439))
      let until = (from + Int(random.number(1...1439))) % 1440
      let window = try #require(QuietWindow(fromMinute: from, untilMinute: until))
      let quiet = random.oneIn(3) ? nil : CompiledPurpose.Quiet(window: window, zone: berlin)
      let purpose = purpose(
        cap: Int(random.number(1...3)), per: .seconds(60 * random.number(1...2000)), quiet: quiet)
      let contacts = try (0..<random.number(0...5)).map { _ in
        try #require(start.advanced(by: .seconds(60 * random.number(0...1440))))
      }
      let asked = try #require(start.advanced(by: .seconds(60 * random.number(0...2000))))
      let walked = (0..<10_000).lazy.compactMap { asked.advanced(by: .seconds(Int64($0) * 60)) }
        .first {
          purpose.permitsContact(after: contacts, at: $0)
            && !(purpose.quiet?.holds(at: $0) ?? false)
        }
      #expect(purpose.nextContact(after: contacts, from: asked) == walked)
      // And a millisecond earlier it is not allowed, unless that is before the question.
      if let walked, walked > asked {
        let before = walked.backed(by: .milliseconds)
        #expect(
          !purpose.permitsContact(after: contacts, at: before)
            || purpose.quiet?.holds(at: before) ?? false)
      }
    }
  }

  @Test func aZoneWithoutDataNeverOpens() throws {
    let window = try #require(QuietWindow(fromMinute: 0, untilMinute: 1))
    let noon = try #require(Timestamp("2026-01-10T12:00:00Z"))
    let blind = purpose(quiet: CompiledPurpose.Quiet(window: window, zone: nil))
    #expect(blind.nextContact(after: [], from: noon) == nil)
    #expect(blind.nextQuiet(from: noon) == noon)
    let seeing = purpose(
      quiet: CompiledPurpose.Quiet(window: window, zone: try ZoneFixture.named("berlin")))
    #expect(seeing.nextContact(after: [], from: noon) == noon)
    #expect(purpose().nextQuiet(from: noon) == nil)
  }

  @Test func aContactThatCountsForEverKeepsItsPlaceOfTheCap() throws {
    let noon = try #require(Timestamp("2026-01-10T12:00:00Z"))
    let endless = purpose(cap: 1, per: .unlimited)
    #expect(endless.nextContact(after: [noon], from: noon) == nil)
    #expect(endless.nextContact(after: [], from: noon) == noon)
    #expect(purpose(cap: 2, per: .unlimited).nextContact(after: [noon], from: noon) == noon)
    // An unchecked cap of none is never open, as the decision has it.
    #expect(purpose(cap: 0, per: .days(1)).nextContact(after: [], from: noon) == nil)
  }
}

extension TimeSpan {
  fileprivate static let milliseconds = TimeSpan(milliseconds: 1) ?? .zero
}
