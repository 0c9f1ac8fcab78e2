import ConsentVault
import Testing

/// By when a request must be answered (GDPR Article 12(3), Regulation 1182/71 Article 3).
@Suite struct DueDateTests {
  /// Calendar months counted by hand, one at a time, without the code under test.
  private struct Naive {
    var year: Int
    var month: Int
    let day: Int

    var length: Int {
      switch month {
      case 4, 6, 9, 11: 30
      case 2: year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28
      default: 31
      }
    }

    mutating func step() {
      month += 1
      if month == 13 { (year, month) = (year + 1, 1) }
    }

    var text: String {
      let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
      return "\(year)-\(two(month))-\(two(min(day, length)))"
    }
  }

  private func request(received time: Timestamp) -> RightsRequest {
    RightsRequest(id: Identifier(high: 1, low: 1), kind: .access, received: time)
  }

  /// Made with Python's `calendar.monthrange`: a day, a month later, three months later.
  @Test(arguments: [
    ("2026-01-31", "2026-02-28", "2026-04-30"), ("2028-01-31", "2028-02-29", "2028-04-30"),
    ("2026-01-28", "2026-02-28", "2026-04-28"), ("2026-02-28", "2026-03-28", "2026-05-28"),
    ("2028-02-29", "2028-03-29", "2028-05-29"), ("2026-03-31", "2026-04-30", "2026-06-30"),
    ("2026-08-31", "2026-09-30", "2026-11-30"), ("2026-12-31", "2027-01-31", "2027-03-31"),
    ("2026-11-30", "2026-12-30", "2027-02-28"), ("2100-01-30", "2100-02-28", "2100-04-30"),
    ("2000-01-30", "2000-02-29", "2000-04-30"), ("2027-11-30", "2027-12-30", "2028-02-29"),
  ])
  func aMonthEndsOnItsDayOrOnTheLastOne(_ row: (received: String, due: String, latest: String)) {
    for clock in ["00:00:00Z", "23:59:59.999Z"] {
      let request = request(received: instant("\(row.received)T\(clock)"))
      #expect(request.due == instant("\(row.due)T23:59:59.999Z"))
      #expect(request.latestDue == instant("\(row.latest)T23:59:59.999Z"))
    }
  }

  @Test(arguments: [(2023, 2033), (2095, 2105), (1999, 2001)])
  func everyDayFitsACountByHand(_ years: (first: Int, last: Int)) throws {
    var date = try #require(CivilDate(year: years.first, month: 1, day: 1))
    while date.fields.year < years.last {
      let (year, month, day) = date.fields
      var naive = Naive(year: year, month: month, day: day)
      let request = request(received: date.start)
      naive.step()
      #expect(CivilDate(request.due).description == naive.text)
      naive.step()
      naive.step()
      #expect(CivilDate(request.latestDue).description == naive.text)
      date = CivilDate(try #require(date.start.advanced(by: .days(1))))
    }
  }

  @Test func theDayIsThatOfUTCWhateverTheZoneOfTheClock() {
    // Summer time begins in Berlin an hour after the first and before the second.
    #expect(
      request(received: instant("2026-03-29T00:30:00+01:00")).due
        == instant("2026-04-28T23:59:59.999Z"))
    #expect(
      request(received: instant("2026-03-29T03:30:00+02:00")).due
        == instant("2026-04-29T23:59:59.999Z"))
  }

  @Test func theLastMillisecondIsInTimeAndTheNextIsNot() throws {
    let request = request(received: instant("2026-01-10T10:00:00Z"))
    #expect(!request.isOverdue(at: request.due) && request.daysLeft(at: request.due) == 0)
    let late = try #require(request.due.advanced(by: .seconds(1)))
    #expect(request.isOverdue(at: late) && request.daysLeft(at: late) == -1)
    var answered = request
    answered.state = .answered
    #expect(!answered.isOverdue(at: late))
  }

  @Test func nothingRunsPastTheEndOfTime() {
    #expect(request(received: instant("9999-12-31T10:00:00Z")).due == .latest)
    #expect(CivilDate(.latest).adding(months: 1) == nil)
    #expect(CivilDate(.earliest).adding(months: -1) == nil)
    #expect(CivilDate(.earliest).adding(months: .max) == nil)
  }
}
