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
  /// Leaves whose hashes, indices and tags were checked.
  public let leaves: Int
  /// Rows that were compared with what the leaves say: subjects, permissions, values, policies.
  public let rows: Int
}

extension Vault {
  /// Verifies the whole vault: every leaf hash, the tree, every index, every checkpoint that was signed;
  /// then every state record, permission, value version and policy against what the leaves say; then
  /// SQLite's own check.
  ///
  /// It reads everything in one snapshot, on the caller's thread and on every core, and opens the private
  /// part of each leaf that says what rows must be; those of releases and denials say nothing of that. A
  /// purpose key verifies too, unless the root key was ever replaced; with an owner's key every value is
  /// also held against its seal.
  ///
  /// - Parameter progress: gets the number of leaves gone through, now and then.
  /// - Returns: what was gone through, all of it sound.
  /// - Throws: ``VaultError`` of kind `integrity` that names the first bad place; `OWNER_KEY_NEEDED`.
  public func verifyLedger(
    progress: (UInt64) -> Void = { _ in }
  ) throws(VaultError) -> LedgerReport {
    try atTheDoor {
      // Leaves that it cannot open would look like forged ones.
      guard keys.opensWholeLog else { throw VaultError.needsOwner }
      return try store.read { snapshot in
        let reader = LeafReader(try snapshot.subjectSecrets(), keys.vaultLogSecrets)
        var replay = Replay(
          indexed: try snapshot.ledgerPosition().indexed,
          signed: try signedRoots(in: snapshot))
        try snapshot.eachBundle { bundle, subjects in
          try reader.read(bundle, subjects)
        } then: { bundle in
          try replay.consume(bundle)
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
  private var policies = PolicyReplay()
  /// How many subjects are erased and were not readmitted.
  private var tombstones = 0
  /// How many leaves have lost their subject, and how many erasures say that they took away.
  private var unlinked = (found: UInt64(0), recorded: UInt64(0))
  /// How many values sweeps have erased; which ones, their leaves do not say.
  private var sweptValues: UInt64 = 0
  /// How many values restorations did not find in their backup; which ones, their leaves do not say.
  private var lostValues: UInt64 = 0
  /// How many values began anew at version 1 that no leaf of their subject had taken away: those too are among
  /// the swept and the lost, so that what came back leaves no room for something else to go.
  private var begunAnew = 0
  private var requests = RequestReplay()
  /// Leaves below this index are in `history`; of those after it only the ones that change a state.
  private let indexed: UInt64
  /// The roots that the vault has signed, by size; those that were met are gone.
  private var signed: [UInt64: Digest]

  var size: UInt64 { tree.frontier.size }
  var root: Digest { tree.frontier.root }

  init(indexed: UInt64, signed: [UInt64: Digest]) {
    self.indexed = indexed
    self.signed = signed
  }

  mutating func consume(_ bundle: ReadBundle) throws {
    do {
      tiles += try tree.consume(bundle.bundle)
    } catch {
      throw VaultError.ledgerBroken("the ledger is broken at leaf \(bundle.bundle.first)")
    }
    if let root = signed.removeValue(forKey: size), root != self.root {
      throw VaultError.ledgerForked
    }
    for (offset, read) in bundle.leaves.enumerated() {
      let index = bundle.bundle.first + UInt64(offset)
      let leaf = read.leaf
      guard leaf.time >= lastTime || leaf.type == .clockEvent else {
        throw VaultError.ledgerBroken("leaf \(index) is earlier than the one before it")
      }
      guard leaf.transaction >= lastTransaction else {
        throw VaultError.ledgerBroken(
          "leaf \(index) belongs to an earlier transaction than the one before it")
      }
      (lastTime, lastTransaction) = (leaf.time, leaf.transaction)
      try take(read, index)
    }
  }

  private mutating func take(_ read: ReadLeaf, _ index: UInt64) throws {
    let (leaf, subject) = (read.leaf, read.subject)
    try policies.read(read, index)
    if leaf.type == .erased { tombstones += 1 }
    if leaf.type == .readmitted { tombstones -= 1 }
    guard !read.isUnlinked else {
      unlinked.found += 1
      requests.readUnlinked(leaf, index)
      return
    }
    if let subject {
      enter(index, of: subject, changesState: leaf.flags & Leaf.changesState != 0)
    }
    guard let detail = read.detail else { return }
    for standing in detail.standings {
      standings[standing.subject] = standing
      stateLeaves[standing.subject] = index
      // A sweep's leaf is about several, and named beside none.
      if subject == nil { enter(index, of: standing.subject, changesState: true) }
    }
    if let subject {
      for value in detail.values {
        let place = "\(value.category)\0\(value.key)"
        if value.version == 1, versions[subject]?[place] ?? 0 > 0 { begunAnew += 1 }
        versions[subject, default: [:]][place] = value.version
      }
    }
    try requests.read(leaf, index, of: subject, detail)
    // A sweep also takes away what an erasure had left for a ground.
    if leaf.type == .erased || leaf.type == .sweep {
      unlinked.recorded += detail.counts[Erasure.Count.unlinked] ?? 0
    }
    if leaf.type == .sweep { sweptValues += detail.counts["erased_values"] ?? 0 }
    if leaf.type == .restore { lostValues += detail.counts["lost_values"] ?? 0 }
  }

  private mutating func enter(_ leaf: UInt64, of subject: Identifier, changesState: Bool) {
    // Leaves that change no state are entered when somebody asks for a history.
    guard changesState || leaf < indexed else { return }
    histories[subject, default: []].append(
      HistoryEntry(leaf: leaf, changesState: changesState))
  }

  func compareTree(with snapshot: Snapshot) throws {
    let position = try snapshot.ledgerPosition()
    guard position.frontier == tree.frontier else {
      throw VaultError.ledgerBroken("the ledger's frontier does not fit its \(size) leaves")
    }
    let stored = try snapshot.tiles()
    let key = { (tile: TileRoot) in (tile.level, tile.number) }
    guard stored.elementsEqual(tiles.sorted { key($0) < key($1) }) else {
      throw VaultError.ledgerBroken("the roots of the ledger's subtrees do not fit its leaves")
    }
    guard signed.isEmpty else { throw VaultError.ledgerForked }
    guard position.time == lastTime || size == 0, position.transactions == lastTransaction else {
      throw VaultError.ledgerBroken("the ledger's frontier does not fit its last leaf")
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
          // Only what was refused since the erasure is recorded of a tombstone.
          let recorded = standings[subject.id]?.digest
          guard try recorded == (subject.record.denials.isEmpty ? nil : subject.record.digest)
          else { throw VaultError.ledgerBroken("a tombstone is not what was recorded of it") }
          erased += 1
          continue
        }
        guard let standing = standings[subject.id], stateLeaves[subject.id] == subject.record.leaf,
          try subject.record.digest == standing.digest
        else {
          throw VaultError.ledgerBroken(
            "a subject's state is not what leaf \(subject.record.leaf) recorded")
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
      throw VaultError.ledgerBroken(
        "the tombstones are not those of the \(tombstones) subjects erased")
    }
    let counts = try snapshot.counts(at: lastTime)
    guard counts.values == values else {
      throw VaultError.ledgerBroken("there are values of nobody")
    }
    guard counts.permissions.reduce(0, { $0 + $1.count }) == permissions else {
      throw VaultError.ledgerBroken("there are permissions of nobody")
    }
    guard try snapshot.historyCount() == history else {
      throw VaultError.ledgerBroken("the index of leaves has entries of nobody")
    }
    guard unlinked.found == unlinked.recorded else {
      throw VaultError.ledgerBroken(
        "\(unlinked.found) leaves have lost their subject, and erasures took \(unlinked.recorded)")
    }
    missing += begunAnew
    guard missing <= sweptValues + lostValues else {
      throw VaultError.ledgerBroken(
        """
        \(missing) values are or were missing, sweeps erased \(sweptValues), and restorations lost \
        \(lostValues)
        """)
    }
    return subjects + permissions + values + (try policies.compare(with: snapshot))
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
      throw VaultError.ledgerBroken("the index of leaves does not fit a subject's leaves")
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
        throw VaultError.ledgerBroken(
          "a value of `\(registry.name(row.category) ?? "?")` is not the version last recorded")
      }
      // Its seal covers every column of its row.
      if let subjectKey { _ = try subjectKey.open(row, of: subject, keys.vault, registry) }
    }
    let recorded = versions[subject.id]?.count { $0.value > 0 } ?? 0
    return (rows.count, recorded - rows.count)
  }
}
