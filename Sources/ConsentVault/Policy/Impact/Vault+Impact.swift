import VaultCrypto
import VaultLedger
package import VaultPolicy
import VaultStore

extension Vault {
  /// Tells what a candidate policy would change if it were loaded, and writes nothing.
  ///
  /// It goes over every subject and over the ledger once, in one snapshot on the caller's thread, and keeps
  /// counts only. For live permissions each point of a permission (actor, category, operation, recipient,
  /// channel) is decided under both policies on the records of now, contact rules left aside. Past decisions
  /// are decided anew as of their time, as far as their leaves tell (``ImpactReport``).
  ///
  /// - Parameters:
  ///   - candidate: a policy of any version, also one lower than that in force.
  ///   - progress: gets the number of leaves gone through, now and then.
  /// - Returns: counts by purpose, and examples that name nobody.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; of kind `integrity` if records do not fit together.
  package func impact(
    of candidate: PolicySource, progress: (UInt64) -> Void = { _ in }
  ) throws(VaultError) -> ImpactReport {
    try atTheDoor {
      try requireOwner()
      return try store.read { snapshot in
        let old = try policy(in: snapshot)
        let pair = PolicyPair(old: old, new: try compile(candidate, beside: old))
        let time = try store.time(in: snapshot).vault
        var report = ImpactReport(policy: old, candidate: pair.new, at: time)
        try addLive(to: &report, pair, in: snapshot)
        try addPast(to: &report, pair, in: snapshot, progress)
        return report
      }
    }
  }

  /// Names that the candidate brings get numbers in a copy of the registry, as a load would give them.
  private func compile(
    _ candidate: PolicySource, beside old: CompiledPolicy
  ) throws -> CompiledPolicy {
    var registry = old.registry
    _ = try registry.register(candidate.policy)
    let row = PolicyRow(
      number: old.number, name: candidate.policy.name, version: candidate.policy.version.text,
      canonical: candidate.policy.canonicalJSON(), places: "", source: "", loaded: .earliest,
      signature: nil)
    return CompiledPolicy(
      candidate.policy, places: candidate.places, digest: row.digest, number: row.number,
      registry: registry, zone: ZoneFiles.rules)
  }

  private func addLive(
    to report: inout ImpactReport, _ pair: PolicyPair, in snapshot: Snapshot
  ) throws {
    let registry = pair.old.registry
    var impact = LiveImpact(pair, registry, at: report.time)
    var last: Identifier?
    while true {
      let page = try snapshot.subjects(after: last, limit: 256)
      guard let final = page.last else { break }
      for subject in page where !subject.record.pins.isEmpty {
        let rows = try snapshot.permissions(of: subject, registry: registry)
        try impact.take(
          Facts.Subject(subject.record.status), rows.map(\.permission), subject.record.denials
        ) { try snapshot.origins(of: subject.id) }
      }
      last = final.tag
    }
    report.live = impact.counts.values.sorted { $0.purpose < $1.purpose }
    report.examples += impact.examples.list
  }

  private func addPast(
    to report: inout ImpactReport, _ pair: PolicyPair, in snapshot: Snapshot,
    _ progress: (UInt64) -> Void
  ) throws {
    var versions = try PolicyVersions(in: snapshot, beside: pair.old)
    var impact = PastImpact(pair)
    var secrets = KeptSecrets(keys.vaultLogSecrets, limit: 1_024)
    try snapshot.eachBundle { bundle, subjects in
      try DecisionLeaves(bundle, subjects, pair)
    } then: { leaves in
      report.decisions += leaves.count
      for (index, leaf, id) in leaves.differing {
        let detail = try secrets.detail(of: leaf, about: id, in: snapshot)
        try impact.take(leaf, at: index, detail, then: versions[leaf.policy]) {
          try standing(of: id, for: leaf.purpose, pair.old.registry, in: snapshot)
        }
      }
      progress(leaves.end)
    }
    report.past = impact.counts.values.sorted { $0.purpose < $1.purpose }
    report.forgotten = impact.forgotten
    report.examples += impact.examples.list
  }

  private func standing(
    of id: Identifier?, for purpose: String, _ registry: Registry, in snapshot: Snapshot
  ) throws -> Standing? {
    guard let purpose = registry.number(purpose, PurposeKind.self),
      let subject = try id.flatMap({ try snapshot.subject(numbered: $0) })
    else { return nil }
    let rows = try snapshot.permissions(of: subject, for: purpose, registry: registry)
    return Standing(
      permissions: rows.map(\.permission), denials: subject.record.denials, time: .earliest)
  }
}

/// The decisions of a bundle, and those of them on whose purpose two policies differ.
private struct DecisionLeaves: Sendable {
  let count: Int
  let differing: [(index: UInt64, leaf: Leaf, subject: Identifier?)]
  let end: UInt64

  init(_ bundle: LeafBundle, _ subjects: [UInt8], _ pair: PolicyPair) throws {
    var count = 0
    var differing: [(UInt64, Leaf, Identifier?)] = []
    for (offset, bytes) in bundle.leaves.enumerated() {
      let leaf = try Leaf(decoding: bytes)
      guard leaf.type == .permit || leaf.type == .deny else { continue }
      count += 1
      guard pair.differ(on: leaf.purpose) else { continue }
      differing.append(
        (bundle.first + UInt64(offset), leaf, Identifier(besideLeaf: offset, of: subjects)))
    }
    self.count = count
    self.differing = differing
    end = bundle.end
  }
}

/// The versions that a vault has had, each compiled when it is first asked for.
private struct PolicyVersions {
  private let inForce: CompiledPolicy
  private let rows: [UInt32: PolicyRow]
  private var compiled: [UInt32: CompiledPolicy] = [:]

  init(in snapshot: Snapshot, beside inForce: CompiledPolicy) throws {
    self.inForce = inForce
    rows = Dictionary(uniqueKeysWithValues: try snapshot.policies().map { ($0.number, $0) })
  }

  /// Nil for a number that the vault does not have.
  subscript(number: UInt32) -> CompiledPolicy? {
    mutating get throws {
      if number == inForce.number { return inForce }
      if let known = compiled[number] { return known }
      guard let row = rows[number] else { return nil }
      let policy = CompiledPolicy(
        try Policy(canonicalJSON: row.canonical), places: PolicyPlaces(file: ""),
        digest: row.digest, number: number, registry: inForce.registry, zone: ZoneFiles.rules)
      compiled[number] = policy
      return policy
    }
  }
}
