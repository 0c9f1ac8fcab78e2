import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Reports what became of people's words and requests in a period.
  ///
  /// It goes over the ledger once, in one snapshot on the caller's thread, and keeps counts only.
  ///
  /// - Parameters:
  ///   - since: the first instant; nil is 90 days before `until`.
  ///   - until: the first instant after the period; nil is now.
  ///   - progress: gets the number of leaves gone through, now and then.
  /// - Returns: the report, which names nobody.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `PERIOD_INVALID` if the period is empty or longer than
  ///   ten years.
  public func outcomeReport(
    since: Timestamp? = nil, until: Timestamp? = nil, progress: (UInt64) -> Void = { _ in }
  ) throws(VaultError) -> OutcomeReport {
    try atTheDoor {
      try requireOwner()
      return try store.read { snapshot in
        let now = try store.time(in: snapshot).vault
        // The leaf of this very millisecond is in it.
        let end = until ?? now.advanced(by: .milliseconds) ?? .latest
        let start = since ?? end.backed(by: .days(90))
        guard start < end, end.since(start) <= .days(3_653) else { throw VaultError.periodInvalid }
        let tally = try tally(from: start, to: end, in: snapshot, progress)
        return try report(from: start, to: end, tally, at: now, in: snapshot)
      }
    }
  }

  private func tally(
    from start: Timestamp, to end: Timestamp, in snapshot: Snapshot, _ progress: (UInt64) -> Void
  ) throws -> OutcomeTally {
    var tally = OutcomeTally(since: start, until: end, bases: try bases(in: snapshot))
    var secrets = KeptSecrets(keys.vaultLogSecrets, limit: 1_024)
    try snapshot.eachBundle { bundle, subjects in
      for (offset, bytes) in bundle.leaves.enumerated() {
        let leaf = try Leaf(decoding: bytes)
        try tally.read(leaf) {
          try secrets.detail(
            of: leaf, about: Identifier(besideLeaf: offset, of: subjects), in: snapshot)
        }
      }
      progress(bundle.end)
    }
    return tally
  }

  /// What every policy version declared its purposes to rest on.
  private func bases(in snapshot: Snapshot) throws -> [UInt32: [String: Basis]] {
    var bases: [UInt32: [String: Basis]] = [:]
    for row in try snapshot.policies() {
      let purposes = try Policy(canonicalJSON: row.canonical).purposes
      bases[row.number] = Dictionary(uniqueKeysWithValues: purposes.map { ($0.name, $0.basis) })
    }
    return bases
  }

  private func report(
    from start: Timestamp, to end: Timestamp, _ tally: OutcomeTally, at now: Timestamp,
    in snapshot: Snapshot
  ) throws -> OutcomeReport {
    let policy = try policy(in: snapshot)
    let oldest = try snapshot.earliestDue().flatMap { $0 <= now ? $0 : nil }
    return OutcomeReport(
      since: start, until: end, controller: policy.policy.controller.name,
      policy: Decision.PolicyReference(
        name: policy.policy.name, version: policy.policy.version.text, digest: policy.digest),
      closing: tally.closing.durations, erasing: tally.erasing.durations,
      erasures: tally.erasures,
      requests: try requests(from: start, to: end, at: now, in: snapshot),
      reasons: tally.reasons.map { OutcomeReport.Reason(code: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.code) < ($0.count, $1.code) },
      forgottenDenials: tally.forgottenDenials,
      ages: try ages(at: now, policy.registry, in: snapshot),
      uses: tally.uses.map { OutcomeReport.Uses(basis: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.basis.rawValue) < ($0.count, $1.basis.rawValue) },
      weeks: tally.weeks,
      overdue: OutcomeReport.Overdue(
        subjects: try snapshot.counts(at: now).due, lag: oldest.map { now.since($0) }))
  }

  private func requests(
    from start: Timestamp, to end: Timestamp, at now: Timestamp, in snapshot: Snapshot
  ) throws -> OutcomeReport.Requests {
    var counts = OutcomeReport.Requests()
    try snapshot.eachRequest { (row) throws(StoreError) in
      let request = row.request
      guard let closed = request.closed else {
        if request.isOverdue(at: now) { counts.overdue += 1 } else { counts.open += 1 }
        return
      }
      guard closed >= start, closed < end else { return }
      switch (request.state, closed <= request.due) {
      case (.answered, true): counts.answeredInTime += 1
      case (.answered, false): counts.answeredLate += 1
      case (.refused, true): counts.refusedInTime += 1
      case (.refused, false): counts.refusedLate += 1
      // A row says that it is closed exactly where its state does; reading it has checked that.
      case (.open, _), (.extended, _): break
      }
    }
    return counts
  }

  private func ages(
    at now: Timestamp, _ registry: Registry, in snapshot: Snapshot
  ) throws -> [OutcomeReport.Ages] {
    let limits = OutcomeReport.ageLimits
    var counts: [PurposeNumber: [Int]] = [:]
    let bounds = limits.map { now.backed(by: $0) }
    for (purpose, age, count) in try snapshot.permissionAges(at: now, bounds: bounds) {
      counts[purpose, default: Array(repeating: 0, count: limits.count + 1)][age] += count
    }
    return counts.map { OutcomeReport.Ages(purpose: registry.name($0.key) ?? "", counts: $0.value) }
      .sorted { $0.purpose < $1.purpose }
  }
}

extension VaultError {
  /// A period of which nothing can be told.
  fileprivate static let periodInvalid = VaultError(
    .usage, "PERIOD_INVALID", "the period is empty, or longer than ten years",
    hint: "name an earlier start with --since, or a later one")
}

extension TimeSpan {
  /// The smallest step of vault time.
  fileprivate static let milliseconds = TimeSpan(milliseconds: 1) ?? .zero
}
