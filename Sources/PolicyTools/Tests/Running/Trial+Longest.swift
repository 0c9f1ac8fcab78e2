import VaultModel
import VaultPolicy

/// Limits: each is tried where it still holds and where it does not any more.
extension Trial {
  /// Whether the purpose has exactly the limit.
  func passes(_ test: LongestTest) -> Bool {
    guard let terms = terms(named: test.purpose) else { return false }
    let time = test.time
    switch test.limit {
    case .lifetime(let span):
      guard terms.basis == .consent, let more = span.adding(.seconds(1)) else { return false }
      return !tells(.consentTooLong, terms, at: time, lasting: span)
        && tells(.consentTooLong, terms, at: time, lasting: more)
        && tells(.consentExpired, terms, at: time.advanced(by: span), from: time, lasting: span)
    case .retention(let span): return retains(terms, from: time, for: span)
    case .contacts(let count, let span):
      guard let opening = time.advanced(by: span) else { return false }
      let full = [Timestamp](repeating: time, count: count)
      return !tells(.contactTooSoon, terms, at: time, after: Array(full.dropLast()))
        && tells(.contactTooSoon, terms, at: opening.backed(by: .millisecond), after: full)
        && !tells(.contactTooSoon, terms, at: opening, after: full)
    case .quiet(let hours): return isQuiet(terms, in: hours, year: CivilDate(time).fields.year)
    case .review(let day):
      let end = day.start.advanced(by: .days(1)) ?? .latest
      return !tells(.assessmentStale, terms, at: end.backed(by: .millisecond))
        && tells(.assessmentStale, terms, at: end)
    }
  }

  /// Whether the engine tells a reason about a permission for everything.
  private func tells(
    _ reason: Reasons, _ terms: CompiledPurpose, at time: Timestamp?, from: Timestamp? = nil,
    lasting span: TimeSpan? = nil, after contacts: [Timestamp] = []
  ) -> Bool {
    guard let time else { return false }
    let from = from ?? time
    let permission = everything(
      for: terms, from: from, until: span.map { from.advanced(by: $0) ?? .latest })
    let request = Request(
      actor: terms.definition.actors.first ?? "", purpose: terms.definition.name,
      categories: terms.definition.categories.first.map { [$0] } ?? [],
      channel: terms.definition.channels.first)
    return decide(
      request,
      Facts(subject: .active, permissions: [permission], contacts: contacts, time: time)
    ).reasons.contains(reason)
  }

  /// Whether a value is kept for exactly so long after its permission ended at `time`.
  private func retains(
    _ terms: CompiledPurpose, from time: Timestamp, for span: TimeSpan
  ) -> Bool {
    var permission = everything(for: terms, from: .earliest, until: time)
    permission.state = .expired
    let point = Point(category: terms.categories.numbers.first)
    let standing = Standing(permissions: [permission], denials: [], time: time)
    return compiled.retentionEnd(of: permission, at: point, terms, standing)
      == (time.advanced(by: span) ?? .latest)
  }

  /// Whether contacts wait in exactly these hours, on a day in winter and on one in summer.
  private func isQuiet(_ terms: CompiledPurpose, in hours: QuietHours, year: Int) -> Bool {
    guard let zone = zones.rules(hours.zone) else { return false }
    return [1, 7].allSatisfy { month in
      guard let day = CivilDate(year: year, month: month, day: 15) else { return false }
      func instant(_ minute: Int) -> Timestamp? {
        let local = day.start.milliseconds + Int64(minute) * 60_000
        let offset = Int64(zone.offset(at: day.start)) * 1000
        return Timestamp(milliseconds: local - offset)
      }
      guard let from = instant(hours.fromMinute), let until = instant(hours.untilMinute) else {
        return false
      }
      return tells(.quietHours, terms, at: from)
        && !tells(.quietHours, terms, at: from.backed(by: .millisecond))
        && tells(.quietHours, terms, at: until.backed(by: .millisecond))
        && !tells(.quietHours, terms, at: until)
    }
  }

  /// What is wrong with a limit; nil if the purpose has exactly it.
  func failure(of test: LongestTest) -> TestFailure? {
    guard !passes(test), let terms = terms(named: test.purpose) else { return nil }
    return TestFailure(
      expected: "\(test.limit.key) \(test.limit.words)",
      got: terms.definition.words(of: test.limit),
      nearest: place(of: test.purpose, test.limit.policyKey).map { "see \($0)" })
  }
}

extension TimeSpan {
  /// The smallest step of time.
  fileprivate static var millisecond: TimeSpan { TimeSpan(milliseconds: 1) ?? .zero }

  /// The sum; nil past the largest span.
  fileprivate func adding(_ other: TimeSpan) -> TimeSpan? {
    let (sum, overflow) = milliseconds.addingReportingOverflow(other.milliseconds)
    return overflow ? nil : TimeSpan(milliseconds: sum)
  }
}
