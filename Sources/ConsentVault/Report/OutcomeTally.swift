import VaultLedger

/// What the leaves of a period say, counted in one pass.
struct OutcomeTally {
  private let since: Timestamp
  private let until: Timestamp
  /// The basis of each purpose, by the number of the policy that declared it.
  private let bases: [UInt32: [String: Basis]]
  private let firstWeek: Int64

  private(set) var closing = DurationTally()
  private(set) var erasing = DurationTally()
  private(set) var erasures = 0
  private(set) var reasons: [String: Int] = [:]
  private(set) var forgottenDenials = 0
  private(set) var uses: [Basis: Int] = [:]
  private(set) var weeks: [OutcomeReport.Week]

  init(since: Timestamp, until: Timestamp, bases: [UInt32: [String: Basis]]) {
    self.since = since
    self.until = until
    self.bases = bases
    firstWeek = Self.week(since)
    weeks = (firstWeek...Self.week(until)).map { week in
      // 1970-01-05 was a Monday.
      OutcomeReport.Week(
        start: Timestamp(milliseconds: max(0, week * 7 - 3) * 86_400_000) ?? .earliest)
    }
  }

  /// Weeks since the one of 1970-01-01.
  private static func week(_ time: Timestamp) -> Int64 { (CivilDate(time).day + 3) / 7 }

  /// Counts a leaf; `open` gives its private part, nil where nobody can open it any more.
  mutating func read(_ leaf: Leaf, open: () throws -> LeafDetail?) throws {
    guard leaf.time >= since, leaf.time < until else { return }
    let week = Int(Self.week(leaf.time) - firstWeek)
    switch leaf.type {
    case .permit:
      weeks[week].permitted += 1
      if let basis = bases[leaf.policy]?[leaf.purpose] { uses[basis, default: 0] += 1 }
    case .deny:
      weeks[week].denied += 1
      try countReasons(open())
    case .given, .renewed: weeks[week].given += 1
    case .withdrawn:
      weeks[week].withdrawn += 1
      try countClosing(leaf, open())
    case .refused, .denialRecorded: weeks[week].withdrawn += 1
    case .revoked: try countClosing(leaf, open())
    case .erased: try countErasure(leaf, open())
    default: break
    }
  }

  private mutating func countReasons(_ detail: LeafDetail?) {
    guard let detail else {
      forgottenDenials += 1
      return
    }
    for code in detail.reasons { reasons[code, default: 0] += 1 }
  }

  /// The keys go with the leaf; the word may be older, when it was told late.
  private mutating func countClosing(_ leaf: Leaf, _ detail: LeafDetail?) {
    guard let detail, !detail.permissions.isEmpty else { return }
    closing.add(leaf.time.since(detail.eventTime ?? leaf.time))
  }

  private mutating func countErasure(_ leaf: Leaf, _ detail: LeafDetail?) {
    erasures += 1
    // Of an erasure that was asked for the leaf says when.
    guard let requested = detail?.eventTime else { return }
    erasing.add(leaf.time.since(requested))
  }
}
