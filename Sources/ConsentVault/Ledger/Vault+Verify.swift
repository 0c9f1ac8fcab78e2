import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// What a full verification went through.
public struct LedgerReport: Hashable, Sendable {
  /// Leaves in the ledger.
  public let size: UInt64
  /// The root hash over them (RFC 6962).
  public let root: Digest
  /// Leaves whose hashes, indices and private parts were checked.
  public let leaves: Int
  /// Rows that were compared with what the leaves say: subjects, permissions, values, policies.
  public let rows: Int
}

extension Vault {
  /// Verifies the whole vault: every leaf hash, the tree, every index; then every state record,
  /// permission, value version and policy against what the leaves say; then SQLite's own check.
  ///
  /// It reads everything in one snapshot on the caller's thread. A purpose key verifies too; with an
  /// owner's key every value is also held against its seal.
  ///
  /// - Parameter progress: gets the number of leaves gone through, now and then.
  /// - Returns: what was gone through, all of it sound.
  /// - Throws: ``VaultError`` of kind `integrity` that names the first bad place.
  public func verifyLedger(
    progress: (UInt64) -> Void = { _ in }
  ) throws(VaultError) -> LedgerReport {
    try atTheDoor {
      try store.read { snapshot in
        var replay = Replay(try snapshot.subjectSecrets(), keys.vaultLogSecret)
        try snapshot.eachBundle { bundle, subjects in
          try replay.consume(bundle, subjects)
          progress(replay.size)
        }
        try replay.compareTree(with: snapshot)
        let rows = try replay.compareRows(with: snapshot, policy(in: snapshot), self)
        try snapshot.checkPages()
        return LedgerReport(
          size: replay.size, root: replay.root, leaves: Int(replay.size), rows: rows)
      }
    }
  }
}

/// The leaves gone through, and what they say the rows must be.
private struct Replay {
  private var tree = LedgerReplay()
  private var tiles: [TileRoot] = []
  private var lastTime = Timestamp.earliest
  private var lastTransaction: UInt64 = 0
  private var standings: [Identifier: LeafStanding] = [:]
  private var stateLeaves: [Identifier: UInt64] = [:]
  private var versions: [Identifier: [String: UInt32]] = [:]
  /// The leaves of each subject, and whether each changed its state, as `history` has to know them.
  private var histories: [Identifier: [HistoryEntry]] = [:]
  private var policies: [String] = []
  /// How many subjects are erased and were not readmitted.
  private var tombstones = 0
  /// How many leaves have lost their subject, and how many erasures say that they took away.
  private var unlinked = (found: UInt64(0), recorded: UInt64(0))
  /// How many values sweeps have erased; which ones, their leaves do not say.
  private var sweptValues: UInt64 = 0
  /// How many values restorations did not find in their backup; which ones, their leaves do not say.
  private var lostValues: UInt64 = 0
  private var requests = RequestReplay()
  private let secrets: [Identifier: LogSecret]
  private let vaultSecret: LogSecret

  var size: UInt64 { tree.frontier.size }
  var root: Digest { tree.frontier.root }

  init(_ secrets: [Identifier: LogSecret], _ vaultSecret: LogSecret) {
    self.secrets = secrets
    self.vaultSecret = vaultSecret
  }

  mutating func consume(_ bundle: LeafBundle, _ subjects: [UInt8]) throws {
    do {
      tiles += try tree.consume(bundle)
    } catch {
      throw Self.broken("the ledger is broken at leaf \(bundle.first)")
    }
    for (offset, bytes) in bundle.leaves.enumerated() {
      let index = bundle.first + UInt64(offset)
      let leaf = try Leaf(decoding: bytes)
      guard leaf.time >= lastTime || leaf.type == .clockEvent else {
        throw Self.broken("leaf \(index) is earlier than the one before it")
      }
      guard leaf.transaction >= lastTransaction else {
        throw Self.broken("leaf \(index) belongs to an earlier transaction than the one before it")
      }
      (lastTime, lastTransaction) = (leaf.time, leaf.transaction)
      let id = Identifier(bytes: subjects[offset * 16..<offset * 16 + 16])
      try read(leaf, index, id.flatMap { $0 == Identifier(high: 0, low: 0) ? nil : $0 })
    }
  }

  private mutating func read(_ leaf: Leaf, _ index: UInt64, _ subject: Identifier?) throws {
    // Erasure takes the id away from beside the leaf, so whoever is named has a row.
    if let subject, secrets[subject] == nil {
      throw Self.broken("leaf \(index) is about a subject that is missing")
    }
    if leaf.type == .erased { tombstones += 1 }
    if leaf.type == .readmitted { tombstones -= 1 }
    // Used once and let go: a keyed context for every subject would not fit into the secure heap.
    let secret = try subject.flatMap { secrets[$0] }?.outsideSecureHeap() ?? vaultSecret
    guard try secret.tag(leaf: index) == leaf.tag else {
      guard subject == nil, !leaf.type.isVaultLevel else {
        throw Self.broken("leaf \(index) has another subject's tag")
      }
      // A leaf of somebody erased: it opens for nobody, and its hash still holds.
      unlinked.found += 1
      requests.readUnlinked(leaf, index)
      return
    }
    if let subject {
      enter(index, of: subject, changesState: leaf.flags & Leaf.changesState != 0)
    }
    guard let bytes = try? secret.open(private: leaf.sealed) else { return }
    let detail = try LeafDetail(decoding: bytes)
    for standing in detail.standings {
      standings[standing.subject] = standing
      stateLeaves[standing.subject] = index
      // A sweep's leaf is about several, and named beside none.
      if subject == nil { enter(index, of: standing.subject, changesState: true) }
    }
    if let subject {
      for value in detail.values {
        versions[subject, default: [:]]["\(value.category)\0\(value.key)"] = value.version
      }
    }
    try requests.read(leaf, index, of: subject, detail)
    // A sweep also takes away what an erasure had left for a ground.
    if leaf.type == .erased || leaf.type == .sweep {
      unlinked.recorded += detail.counts[Erasure.Count.unlinked] ?? 0
    }
    if leaf.type == .sweep { sweptValues += detail.counts["erased_values"] ?? 0 }
    if leaf.type == .restore { lostValues += detail.counts["lost_values"] ?? 0 }
    if leaf.type == .policyLoaded, let text = detail.text { policies.append(text) }
  }

  private mutating func enter(_ leaf: UInt64, of subject: Identifier, changesState: Bool) {
    histories[subject, default: []].append(
      HistoryEntry(leaf: leaf, changesState: changesState))
  }

  func compareTree(with snapshot: Snapshot) throws {
    let position = try snapshot.ledgerPosition()
    guard position.frontier == tree.frontier else {
      throw Self.broken("the ledger's frontier does not fit its \(size) leaves")
    }
    let stored = try snapshot.tiles()
    let key = { (tile: TileRoot) in (tile.level, tile.number) }
    guard stored.elementsEqual(tiles.sorted { key($0) < key($1) }) else {
      throw Self.broken("the roots of the ledger's subtrees do not fit its leaves")
    }
    guard position.time == lastTime || size == 0, position.transactions == lastTransaction else {
      throw Self.broken("the ledger's frontier does not fit its last leaf")
    }
  }

  /// - Returns: how many rows were compared.
  func compareRows(
    with snapshot: Snapshot, _ policy: CompiledPolicy, _ vault: Vault
  ) throws -> Int {
    let keys = vault.keys
    let indexed = try snapshot.ledgerPosition().indexed
    var subjects = 0
    var permissions = 0
    var values = 0
    var history = 0
    var missing = 0
    var erased = 0
    var last: Identifier?
    while true {
      let page = try snapshot.subjects(after: last, limit: 256)
      guard let final = page.last else { break }
      for subject in page {
        guard subject.record.status != .erased else {
          erased += 1
          continue
        }
        guard let standing = standings[subject.id], stateLeaves[subject.id] == subject.record.leaf,
          try subject.record.digest == standing.digest
        else {
          throw Self.broken("a subject's state is not what leaf \(subject.record.leaf) recorded")
        }
        subjects += 1
        // Its key and its name open, or it has neither.
        _ = try vault.name(of: subject)
        permissions += try comparePermissions(of: subject, with: snapshot, policy.registry, keys)
        history += try compareHistory(of: subject, with: snapshot, indexed: indexed)
        let found = try compareValues(of: subject, with: snapshot, policy.registry, keys)
        values += found.count
        missing += found.missing
      }
      last = final.tag
    }
    guard erased == tombstones else {
      throw Self.broken("the tombstones are not those of the \(tombstones) subjects erased")
    }
    let counts = try snapshot.counts(at: lastTime)
    guard counts.values == values else { throw Self.broken("there are values of nobody") }
    guard counts.permissions.reduce(0, { $0 + $1.count }) == permissions else {
      throw Self.broken("there are permissions of nobody")
    }
    guard try snapshot.historyCount() == history else {
      throw Self.broken("the index of leaves has entries of nobody")
    }
    guard unlinked.found == unlinked.recorded else {
      throw Self.broken(
        "\(unlinked.found) leaves have lost their subject, and erasures took \(unlinked.recorded)")
    }
    guard missing <= sweptValues + lostValues else {
      throw Self.broken(
        """
        \(missing) values are missing, sweeps erased \(sweptValues), and restorations lost \
        \(lostValues)
        """)
    }
    let loaded = try snapshot.policies().map { "\($0.name) \($0.version) sha256:\($0.digest)" }
    guard loaded == policies else {
      throw Self.broken("the policy versions are not those that the ledger recorded")
    }
    return subjects + permissions + values + loaded.count
      + (try requests.compare(with: snapshot, vault))
  }

  /// Reading the permissions compares each with the state record, which says nothing of envelopes.
  ///
  /// - Returns: how many there are.
  private func comparePermissions(
    of subject: StoredSubject, with snapshot: Snapshot, _ registry: Registry, _ keys: KeyChain
  ) throws -> Int {
    let rows = try snapshot.permissions(of: subject, registry: registry)
    for row in rows {
      let isGiven = row.permission.state == .given
      // What had ended before it was recorded never got an envelope; what was closed lost it.
      let mayLack = !isGiven || row.permission.until <= lastTime
      // And its keys come from the subject's own.
      guard row.envelope == nil ? mayLack : isGiven && subject.wrapped != nil else {
        throw StoreError.integrity("a permission's envelope")
      }
      // A purpose key opens the envelopes of its own purpose alone.
      if keys.isOwner { _ = try snapshot.envelope(of: row, registry: registry) }
    }
    return rows.count
  }

  /// - Returns: how many entries there are.
  private func compareHistory(
    of subject: StoredSubject, with snapshot: Snapshot, indexed: UInt64
  ) throws -> Int {
    let found = try snapshot.historyEntries(of: subject.id)
    // Leaves that change no state are entered when somebody asks for a history.
    let expected = (histories[subject.id] ?? []).filter { $0.changesState || $0.leaf < indexed }
    guard found == expected else {
      throw Self.broken("the index of leaves does not fit a subject's leaves")
    }
    return found.count
  }

  private func compareValues(
    of subject: StoredSubject, with snapshot: Snapshot, _ registry: Registry, _ keys: KeyChain
  ) throws -> (count: Int, missing: Int) {
    let rows = try snapshot.values(of: subject.id)
    // Only an owner can open every value; the version alone says nothing about the other columns.
    let subjectKey =
      keys.isOwner && !rows.isEmpty
      ? try subject.wrapped.map { try keys.unwrapSubjectKey($0, for: subject.id) } : nil
    for row in rows {
      let place = "\(registry.name(row.category) ?? "")\0\(row.key)"
      guard versions[subject.id]?[place] == row.version else {
        throw Self.broken(
          "a value of `\(registry.name(row.category) ?? "?")` is not the version last recorded")
      }
      // Its seal covers every column of its row.
      if let subjectKey { _ = try subjectKey.open(row, of: subject, keys.vault, registry) }
    }
    let recorded = versions[subject.id]?.count { $0.value > 0 } ?? 0
    return (rows.count, recorded - rows.count)
  }

  private static func broken(_ what: String) -> VaultError {
    VaultError(
      .integrity, "LEDGER_BROKEN", what,
      hint: "somebody edited the database, or it is damaged; keep it, and restore a backup")
  }
}

extension LeafType {
  /// Whether such a leaf is never a subject's.
  fileprivate var isVaultLevel: Bool {
    switch self {
    case .sweep, .policyLoaded, .keyEvent, .backup, .restore, .clockEvent, .erased: true
    default: false
    }
  }
}
