import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Turns "past its end" into "gone".
  ///
  /// It expires permissions, destroys their envelopes, and erases the values that nothing covers
  /// any more. Expiry is enforced at every read; a sweep is housekeeping. It works in batches of
  /// one transaction and one leaf, can be stopped and resumed at any point, and changes nothing the
  /// second time. A cancelled task ends it after the batch at hand.
  ///
  /// - Parameters:
  ///   - options: the size of a batch, and whether to do it at all.
  ///   - progress: gets the running total after each batch.
  /// - Returns: what was done, also where a cancelled task ended it; nothing if
  ///   its `clock` says why.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, or a failure of the machine; the batches before
  ///   it stand.
  public func sweep(
    _ options: SweepOptions = SweepOptions(), progress: (SweepReport) -> Void = { _ in }
  ) async throws(VaultError) -> SweepReport {
    try await atTheDoor {
      try requireOwner()
      var report = SweepReport()
      report.isDryRun = options.isDryRun
      var trail = ClockTrail()
      (report.clock, trail) = try store.read { try clockFinding($0) }
      if report.clock == .jump, options.confirmsClock, !options.isDryRun {
        try await confirmClock()
        report.clock = nil
      }
      guard report.clock == nil || options.isDryRun else {
        report.pendingUntil = try store.read { try $0.earliestDue() }
        return report
      }
      if options.isDryRun { return try preview(report) }
      let limit = min(max(1, options.batch), 500)
      while true {
        let batch = try await store.write { [self, trail] in
          try sweepBatch(limit: limit, trail, in: $0)
        }
        trail = batch.trail
        report.expired += batch.expired
        report.erasedValues += batch.erasedValues
        if batch.subjects > 0 { report.batches += 1 }
        progress(report)
        guard !batch.isLast, !Task.isCancelled else { break }
      }
      report.pendingUntil = try store.read { try $0.earliestDue() }
      try await checkpointIfDue()
      // What was destroyed, here or by an erasure that a reader was in the way of, must not linger in the
      // write-ahead log either; if one still is, the next sweep tries again.
      _ = try store.scrub(isPatient: report.batches > 0)
      return report
    }
  }

  /// Whether the system clock can be believed when it comes to destroying; `known` is what the leaves said of
  /// it a while ago.
  ///
  /// A jump stays one until an owner confirms it: the leaves of those who read meanwhile have the
  /// new time, and prove nothing.
  private func clockFinding(
    _ snapshot: Snapshot, since known: ClockTrail = ClockTrail()
  ) throws -> (finding: SweepReport.Clock?, trail: ClockTrail) {
    let time = try store.time(in: snapshot)
    let trail = try snapshot.clockTrail(longest: options.clockJump, since: known)
    if !isTrusted(system: time.system, vault: time.vault) { return (.behind, trail) }
    let isJump = time.system.since(time.lastLeaf) > options.clockJump || trail.hasLeap
    return (isJump ? .jump : nil, trail)
  }

  /// Says in the ledger that an owner believes the clock.
  private func confirmClock() async throws {
    _ = try await store.write { [self] transaction in
      try transaction.append(
        .clockEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
        detail: LeafDetail(text: "the system clock was confirmed"))
    }
  }

  private struct Batch: Sendable {
    var subjects = 0
    /// Whether nothing more was due.
    var isLast = true
    /// What the leaves up to this batch say about the clock.
    var trail = ClockTrail()
    var expired = 0
    var erasedValues = 0
    /// What was kept for grounds that ended, and went with its subjects.
    var release = Release()
  }

  /// How many bytes of a leaf tell what became of subjects and permissions; the rest is for its other
  /// fields.
  private static let room = Leaf.longest - 8_192

  private func sweepBatch(
    limit: Int, _ known: ClockTrail, in transaction: WriteTransaction
  ) throws -> Batch {
    // The clock may have jumped since it was looked at.
    let (finding, trail) = try clockFinding(transaction, since: known)
    var batch = Batch()
    batch.trail = trail
    guard finding == nil else { return batch }
    let policy = try policy(in: transaction)
    let due = try transaction.due(at: transaction.time, limit: limit)
    batch.isLast = due.count < limit
    var room = Self.room
    var detail = LeafDetail()
    let leaf = transaction.nextLeaf
    for id in due {
      batch.subjects += 1
      guard var subject = try transaction.subject(numbered: id) else {
        try transaction.setDue(nil, for: id)
        continue
      }
      let work = try Work(on: subject, at: transaction.time, policy, in: transaction)
      // An id and a digest of each subject, and the ids of its permissions.
      room -= 48 + 16 * work.expired.count
      guard room >= 0 || batch.subjects == 1 else {
        batch.subjects -= 1
        batch.isLast = false
        break
      }
      batch.expired += work.expired.count
      batch.erasedValues += work.uncovered.count
      if work.leavesNothing, try isKept(subject) {
        detail.permissions += work.expired.map(\.permission.id)
        try batch.release.remove(subject, values: work.uncovered.count, in: transaction)
        continue
      }
      if !work.expired.isEmpty || !subject.record.stale.isEmpty {
        subject.record.sequence += 1
        subject.record.leaf = leaf
        try work.expire(&subject, policy, in: transaction)
        detail.permissions += work.expired.map(\.permission.id)
        detail.standings.append(
          LeafStanding(subject: subject.id, digest: try subject.record.digest))
        try transaction.enter(leaf, in: subject.id, changesState: true)
        try transaction.write(subject, given: work.given)
      }
      for value in work.uncovered { try transaction.remove(value, of: subject.id) }
      try transaction.setDue(work.nextDue, for: subject.id)
    }
    // Once a day a sweep says that it believed the clock: a quiet vault's stays believable, and a busy
    // one's leaves need not be followed back further.
    guard
      !detail.standings.isEmpty || batch.erasedValues + batch.release.subjects > 0
        || transaction.time.since(trail.believed) >= .days(1)
    else { return batch }
    detail.counts = [
      "expired": UInt64(batch.expired), "subjects": UInt64(batch.subjects),
      "erased_values": UInt64(batch.erasedValues - batch.release.values),
    ]
    detail.counts[Erasure.Count.values] =
      batch.release.subjects > 0 ? UInt64(batch.release.values) : nil
    detail.counts[Erasure.Count.unlinked] =
      batch.release.subjects > 0 ? batch.release.unlinked : nil
    _ = try transaction.append(
      .sweep, about: nil, actor: options.typist, policy: policy.number, detail: detail)
    return batch
  }

  /// Erases of one subject what no permission holds any more, as the next sweep would, before a new permission
  /// covers it: swept or not, what has ended does not come back.
  ///
  /// Like a sweep it destroys nothing while the clock cannot be believed.
  func eraseUncovered(of change: Change) throws {
    guard !change.isNew else { return }
    let permissions = try change.permissions().map(\.permission)
    let denials = change.subject.record.denials
    guard !denials.isEmpty || permissions.contains(where: { !$0.isOpen(at: change.time) }) else {
      return
    }
    let standing = Standing(permissions: permissions, denials: denials, time: change.time)
    let transaction = change.transaction
    let uncovered = try transaction.values(of: change.subject.id).filter {
      !change.policy.holds($0.category, from: $0.origin, in: standing)
    }
    guard !uncovered.isEmpty else { return }
    guard try clockFinding(transaction).finding == nil else { return }
    for value in uncovered { try transaction.remove(value, of: change.subject.id) }
    let counts = ["expired": 0, "subjects": 1, "erased_values": UInt64(uncovered.count)]
    _ = try transaction.append(
      .sweep, about: nil, actor: options.typist, policy: change.policy.number,
      detail: LeafDetail(counts: counts))
  }

  private func preview(_ report: SweepReport) throws -> SweepReport {
    var report = report
    return try store.read { snapshot in
      let policy = try policy(in: snapshot)
      let time = try store.time(in: snapshot).vault
      for id in try snapshot.due(at: time, limit: .max) {
        guard let subject = try snapshot.subject(numbered: id) else { continue }
        let work = try Work(on: subject, at: time, policy, in: snapshot)
        report.expired += work.expired.count
        report.erasedValues += work.uncovered.count
      }
      report.pendingUntil = try snapshot.earliestDue()
      return report
    }
  }

  /// What there is to do for one subject.
  private struct Work {
    let expired: [PermissionRow]
    let uncovered: [ValueRow]
    /// The values that stay, and the permissions that keep their envelopes.
    private let remaining: [ValueRow]
    private let live: [PermissionRow]
    /// The permissions that stay given.
    let given: [Permission]
    let nextDue: Timestamp?
    /// Whether all that there was is one ground, which has ended, and no value is left of it.
    let leavesNothing: Bool

    init(
      on subject: StoredSubject, at time: Timestamp, _ policy: CompiledPolicy,
      in snapshot: Snapshot
    ) throws {
      let rows = try snapshot.permissions(of: subject, registry: policy.registry)
      let permissions = rows.map(\.permission)
      let hasEnded = { (row: PermissionRow) in
        row.permission.state == .given && row.permission.until <= time
      }
      expired = rows.filter(hasEnded)
      given = rows.filter { $0.permission.state == .given && !hasEnded($0) }.map(\.permission)
      live = rows.filter { $0.envelope != nil && !hasEnded($0) }
      let standing = Standing(
        permissions: permissions, denials: subject.record.denials, time: time)
      let values = try snapshot.values(of: subject.id)
      let isHeld = { (row: ValueRow) in policy.holds(row.category, from: row.origin, in: standing) }
      uncovered = values.filter { !isHeld($0) }
      remaining = values.filter(isHeld)
      leavesNothing =
        uncovered.count == values.count && permissions.count == 1
        && permissions.allSatisfy { $0.kind == .ground && ($0.state != .given || $0.until <= time) }
      nextDue = policy.nextDue(
        permissions, deniedBy: subject.record.denials, after: time)
    }

    func expire(
      _ subject: inout StoredSubject, _ policy: CompiledPolicy, in transaction: WriteTransaction
    ) throws {
      for row in expired {
        var permission = row.permission
        permission.state = .expired
        permission.version += 1
        permission.sequence = subject.record.sequence
        try transaction.write(
          permission, detail: row.detail, keys: nil, of: &subject, registry: policy.registry)
      }
      try fold(&subject, policy.registry, in: transaction)
    }

    /// Raises the epochs of what ran out, and of what a purpose key closed before.
    private func fold(
      _ subject: inout StoredSubject, _ registry: Registry, in transaction: WriteTransaction
    ) throws {
      var categories = subject.record.stale
      for row in expired where row.envelope != nil {
        categories.formUnion(registry.names(row.permission.scope.categories))
      }
      guard !categories.isEmpty else { return }
      _ = try Fold(of: categories, registry).run(
        on: &subject, live, remaining, in: transaction)
    }
  }
}
