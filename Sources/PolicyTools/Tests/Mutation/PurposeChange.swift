import VaultModel
import VaultPolicy

/// One changed term of a purpose.
enum PurposeChange: Hashable, Sendable {
  case drop(TestDimension, String)
  case add(TestDimension, String)
  case lifetime(TimeSpan)
  case retention(TimeSpan)
  /// Nil is no cap.
  case contacts(Int, per: TimeSpan)
  case noCap
  case quiet(QuietHours)
  case noQuiet
  case review(CivilDate)
  case noArticle9
  case basis(Basis)
}

extension PurposeChange {
  /// The changed purpose.
  func applied(to purpose: PurposeDefinition) -> PurposeDefinition {
    var changed = purpose
    switch self {
    case .drop(let dimension, let value):
      return purpose.with(purpose.values(dimension).filter { $0 != value }, in: dimension)
    case .add(let dimension, let value):
      return purpose.with(purpose.values(dimension) + [value], in: dimension)
    case .lifetime(let span): changed.consent?.maxLifetime = span
    case .retention(let span): changed.retention = span
    case .contacts(let count, let span):
      changed.contact?.atMost = count
      changed.contact?.per = span
    case .noCap:
      changed.contact?.atMost = nil
      changed.contact?.per = nil
    case .quiet(let hours): changed.contact?.quiet = hours
    case .noQuiet: changed.contact?.quiet = nil
    case .review(let day): changed.assessment?.reviewBy = day
    case .noArticle9: changed.article9 = nil
    case .basis(let basis): return changed.resting(on: basis)
    }
    // A rule that says nothing is no rule.
    if changed.contact?.atMost == nil, changed.contact?.quiet == nil { changed.contact = nil }
    return changed
  }
}

extension PurposeDefinition {
  /// Every change of the purpose.
  ///
  /// What no decision shows is not changed: titles, texts, citations and the notice of a renewal.
  ///
  /// - Parameter declared: the values that the policy knows, by dimension.
  /// - Returns: in the order of the dimensions, then the limits.
  func changes(_ declared: [TestDimension: [String]]) -> [PurposeChange] {
    var changes: [PurposeChange] = []
    for dimension in TestDimension.allCases {
      if consent == nil, dimension == .methods || dimension == .notices { continue }
      let own = values(dimension)
      for value in declared[dimension] ?? [] where !(dimension == .recipients && value == "self") {
        changes.append(own.contains(value) ? .drop(dimension, value) : .add(dimension, value))
      }
    }
    if let consent { changes += consent.maxLifetime.neighbours.map { .lifetime($0) } }
    changes += retention.neighbours.map { .retention($0) }
    changes += contact.map(changes(of:)) ?? []
    if let assessment {
      changes += assessment.reviewBy.neighbours.map { .review($0) }
    }
    if article9 != nil { changes.append(.noArticle9) }
    // Contract and legal obligation decide alike.
    let others: [Basis] = [.consent, .contract, .vitalInterest, .legitimateInterest]
    changes += others.filter { !$0.decides(as: basis) }.map { .basis($0) }
    return changes
  }

  private func changes(of rule: ContactRule) -> [PurposeChange] {
    var changes: [PurposeChange] = []
    if let count = rule.atMost, let span = rule.per {
      changes.append(.noCap)
      if count > 1 { changes.append(.contacts(count - 1, per: span)) }
      changes.append(.contacts(count + 1, per: span))
      changes += span.neighbours.map { .contacts(count, per: $0) }
    }
    if let hours = rule.quiet {
      changes.append(.noQuiet)
      changes += hours.neighbours.map { .quiet($0) }
    }
    return changes
  }

  /// The purpose on another basis, with what that basis calls for.
  fileprivate func resting(on basis: Basis) -> PurposeDefinition {
    var changed = self
    changed.basis = basis
    changed.consent =
      basis == .consent
      ? ConsentTerms(maxLifetime: .days(365), methods: ConsentMethod.allCases) : nil
    changed.assessment =
      basis == .legitimateInterest
      ? CivilDate(year: 9999, month: 12, day: 31).map { Assessment(reference: name, reviewBy: $0) }
      : nil
    if basis == .consent { changed.article9 = nil }
    return changed
  }
}

extension Basis {
  /// Whether no decision tells the two apart.
  fileprivate func decides(as other: Basis) -> Bool {
    (self == .consent) == (other == .consent) && yieldsToDenial == other.yieldsToDenial
      && outlivesErasure == other.outlivesErasure
  }
}

extension TimeSpan {
  /// Half and double; a month for none.
  fileprivate var neighbours: [TimeSpan] {
    guard self > .zero else { return [.days(30)] }
    let (double, overflow) = milliseconds.multipliedReportingOverflow(by: 2)
    let spans = [milliseconds / 2, overflow ? nil : double]
    return spans.compactMap { $0.flatMap { TimeSpan(milliseconds: $0) } }
  }
}

extension CivilDate {
  /// The day before and the day after.
  fileprivate var neighbours: [CivilDate] {
    let times = [start.backed(by: .days(1)), start.advanced(by: .days(1))]
    return times.compactMap { $0.map { CivilDate($0) } }.filter { $0 != self }
  }
}

extension QuietHours {
  /// Each end an hour earlier and later, and another zone.
  fileprivate var neighbours: [QuietHours] {
    func moved(_ minute: Int, by minutes: Int) -> Int { (minute + minutes + 1440) % 1440 }
    var hours = [-60, 60].flatMap { minutes in
      [
        QuietHours(
          fromMinute: moved(fromMinute, by: minutes), untilMinute: untilMinute, zone: zone),
        QuietHours(
          fromMinute: fromMinute, untilMinute: moved(untilMinute, by: minutes), zone: zone),
      ]
    }
    // Neither keeps summer time, so that no other zone agrees with both.
    let other = ["UTC", "Etc/UTC", "Etc/GMT", "GMT"].contains(zone) ? "Asia/Tokyo" : "UTC"
    hours.append(QuietHours(fromMinute: fromMinute, untilMinute: untilMinute, zone: other))
    return hours.filter { $0.fromMinute != $0.untilMinute }
  }
}
