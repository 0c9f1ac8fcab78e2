import Testing
import VaultModel
import VaultPolicy

@Suite("Zone rules")
struct ZoneRulesTests {
  @Test(arguments: ZoneVectors.transitions.keys.sorted())
  func everyChangeHappensAtItsMillisecond(zone: String) throws {
    let rules = try ZoneFixture.named(zone)
    let rows = ZoneFixture.rows(ZoneVectors.transitions[zone])
    #expect(!rows.isEmpty)
    for row in rows {
      let instant = row[0] * 1000
      #expect(rules.offset(at: try moment(instant - 1)) == row[1])
      #expect(rules.offset(at: try moment(instant)) == row[2])
      #expect(rules.offset(at: try moment(instant + 1)) == row[2])
    }
  }

  @Test(arguments: ZoneVectors.instants.keys.sorted())
  func anyInstantHasTheOffsetOfTheOracle(zone: String) throws {
    let rules = try ZoneFixture.named(zone)
    for row in ZoneFixture.rows(ZoneVectors.instants[zone]) {
      #expect(rules.offset(at: try moment(row[0])) == row[1])
    }
  }

  @Test func aFatFileSaysTheSameAsASlimOne() throws {
    let fat = try ZoneFixture.named("berlinFat")
    let slim = try ZoneFixture.named("berlin")
    #expect(fat != slim)
    // Every 35 hours and a bit through 2100: all hours of the day, and both sides of 2037.
    for instant in stride(from: Int64(0), to: 4_133_980_800_000, by: 126_000_007) {
      let time = try #require(Timestamp(milliseconds: instant))
      #expect(fat.offset(at: time) == slim.offset(at: time))
    }
  }

  @Test(arguments: ZoneVectors.footers.keys.sorted())
  func theFooterHoldsFromThenOn(footer: String) throws {
    let rules = try ZoneRules(tzif: TZifBuilder(footer: footer).bytes)
    for row in ZoneFixture.rows(ZoneVectors.footers[footer]) {
      #expect(rules.offset(at: try moment(row[0] * 1000)) == row[1])
      #expect(rules.offset(at: try moment(row[0] * 1000 + 999)) == row[1])
    }
  }

  @Test func theFirstTypeHoldsBeforeTheFirstChange() throws {
    var zone = TZifBuilder(footer: "AAA-2")
    zone.types = [(900, 0, 0), (3600, 0, 0), (7200, 0, 0)]
    zone.transitions = [(1_000, 1), (2_000, 2)]
    let rules = try ZoneRules(tzif: zone.bytes)
    #expect(rules.offset(at: .earliest) == 900)
    #expect(rules.offset(at: try moment(999_999)) == 900)
    #expect(rules.offset(at: try moment(1_000_000)) == 3600)
    #expect(rules.offset(at: try moment(1_999_999)) == 3600)
    #expect(rules.offset(at: try moment(2_000_000)) == 7200)
    #expect(rules.offset(at: .latest) == 7200)
  }

  @Test(arguments: [
    // Both changes named for the end of a year fall into the first week of the next one.
    ("AAA0BBB,J364/167,J365/167", "2026-01-05T22:59:59.999Z", 0),
    ("AAA0BBB,J364/167,J365/167", "2026-01-05T23:00:00Z", 3600),
    ("AAA0BBB,J364/167,J365/167", "2026-01-06T21:59:59.999Z", 3600),
    ("AAA0BBB,J364/167,J365/167", "2026-01-06T22:00:00Z", 0),
    ("AAA0BBB,J365/167,J364/167", "2026-01-01T00:00:00Z", 3600),
    ("AAA0BBB,J365/167,J364/167", "9999-12-31T23:59:59.999Z", 3600),
    // The first of January less 167 hours is Christmas.
    ("AAA0BBB,0/-167,180", "2025-12-25T00:59:59.999Z", 0),
    ("AAA0BBB,0/-167,180", "2025-12-25T01:00:00Z", 3600),
    // 2000 was a leap year, 2100 will be none.
    ("AAA0BBB,60/0,180", "2000-02-29T23:59:59.999Z", 0),
    ("AAA0BBB,60/0,180", "2000-03-01T00:00:00Z", 3600),
    ("AAA0BBB,60/0,180", "2100-03-01T23:59:59.999Z", 0),
    ("AAA0BBB,60/0,180", "2100-03-02T00:00:00Z", 3600),
    ("AAA0BBB,J60/0,J180", "2000-02-29T23:59:59.999Z", 0),
    ("AAA0BBB,J60/0,J180", "2000-03-01T00:00:00Z", 3600),
  ])
  func aYearlyChangeFallsOnItsDay(footer: String, instant: String, offset: Int) throws {
    let rules = try ZoneRules(tzif: TZifBuilder(footer: footer).bytes)
    #expect(rules.offset(at: try #require(Timestamp(instant))) == offset)
  }

  private func moment(_ milliseconds: Int) throws -> Timestamp {
    try #require(Timestamp(milliseconds: Int64(milliseconds)))
  }
}
