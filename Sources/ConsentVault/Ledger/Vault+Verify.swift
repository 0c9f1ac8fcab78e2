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
  /// It reads everything in one snapshot on the caller's thread. A purpose key verifies as an
  /// owner's does.
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
        let rows = try replay.compareRows(with: snapshot, policy(in: snapshot))
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
  private var policies: [String] = []
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
    let secret = subject.flatMap { secrets[$0] } ?? vaultSecret
    if subject.map({ secrets[$0] != nil }) ?? (leaf.type.isVaultLevel) {
      guard try secret.tag(leaf: index) == leaf.tag else {
        throw Self.broken("leaf \(index) has another subject's tag")
      }
    }
    // Leaves of erased subjects open for nobody; their hashes still hold.
    guard let bytes = try? secret.open(private: leaf.sealed) else { return }
    let detail = try LeafDetail(decoding: bytes)
    for standing in detail.standings {
      standings[standing.subject] = standing
      stateLeaves[standing.subject] = index
    }
    if let subject {
      for value in detail.values {
        versions[subject, default: [:]]["\(value.category)\0\(value.key)"] = value.version
      }
    }
    if leaf.type == .policyLoaded, let text = detail.text { policies.append(text) }
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
  func compareRows(with snapshot: Snapshot, _ policy: CompiledPolicy) throws -> Int {
    var count = 0
    var last: Identifier?
    while true {
      let page = try snapshot.subjects(after: last, limit: 256)
      guard let final = page.last else { break }
      for subject in page where subject.record.status != .erased {
        guard let standing = standings[subject.id], stateLeaves[subject.id] == subject.record.leaf,
          try subject.record.digest == standing.digest
        else {
          throw Self.broken("a subject's state is not what leaf \(subject.record.leaf) recorded")
        }
        // Reading them compares every permission with the state record.
        count += try snapshot.permissions(of: subject, registry: policy.registry).count + 1
        count += try compareValues(of: subject, with: snapshot, policy.registry)
      }
      last = final.tag
    }
    let loaded = try snapshot.policies().map { "\($0.name) \($0.version) sha256:\($0.digest)" }
    guard loaded == policies else {
      throw Self.broken("the policy versions are not those that the ledger recorded")
    }
    return count + loaded.count
  }

  private func compareValues(
    of subject: StoredSubject, with snapshot: Snapshot, _ registry: Registry
  ) throws -> Int {
    let rows = try snapshot.values(of: subject.id)
    for row in rows {
      let place = "\(registry.name(row.category) ?? "")\0\(row.key)"
      guard versions[subject.id]?[place] == row.version else {
        throw Self.broken(
          "a value of `\(registry.name(row.category) ?? "?")` is not the version last recorded")
      }
    }
    return rows.count
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
