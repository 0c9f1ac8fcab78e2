package import VaultCrypto
package import VaultLedger
package import VaultModel

/// Where the ledger stands: its frontier, and the time and number of its last transaction.
package struct LedgerPosition: Sendable {
  package var frontier: MerkleFrontier
  /// The vault time of the last leaf.
  package var time: Timestamp
  /// How many transactions have written leaves.
  package var transactions: UInt64
  /// Leaves below this index have been entered in `history`.
  package var indexed: UInt64
}

/// One of a subject's leaves, as history knows it.
package struct HistoryEntry: Hashable, Sendable {
  package let leaf: UInt64
  package let changesState: Bool

  package init(leaf: UInt64, changesState: Bool) {
    self.leaf = leaf
    self.changesState = changesState
  }
}

extension Snapshot {
  /// Reads the one frontier row.
  package func ledgerPosition() throws -> LedgerPosition {
    let found = try connection.first(.frontier) { (row) throws(StoreError) in
      (
        size: try row.unsigned(0) as UInt64, peaks: row.bytes(1), time: try row.time(2),
        transactions: try row.unsigned(3) as UInt64, indexed: try row.unsigned(4) as UInt64
      )
    }
    guard let found, let frontier = try? MerkleFrontier(decoding: found.peaks),
      frontier.size == found.size
    else { throw StoreError.integrity("the ledger's frontier") }
    return LedgerPosition(
      frontier: frontier, time: found.time, transactions: found.transactions,
      indexed: found.indexed)
  }

  /// The vault time of the last leaf.
  package func ledgerTime() throws -> Timestamp {
    try ledgerEnd().time
  }

  /// The leaves from `first` on, one bundle after another, in order.
  ///
  /// `body` gets each bundle with the subject ids kept beside its leaves: 16 bytes each, zeros
  /// where a leaf is about nobody or about somebody erased.
  package func eachBundle(
    from first: UInt64 = 0, _ body: (LeafBundle, [UInt8]) throws -> Void
  ) throws {
    try eachBundle(from: first) {
      ($0, $1)
    } then: {
      try body($0.0, $0.1)
    }
  }

  /// The same with work that each bundle needs alone: `prepare` runs on every core, and `body` gets what
  /// it made in the order of the ledger.
  package func eachBundle<Prepared: Sendable>(
    from first: UInt64 = 0,
    _ prepare: @Sendable (_ bundle: LeafBundle, _ subjects: [UInt8]) throws -> Prepared,
    then body: (Prepared) throws -> Void
  ) throws {
    var next = first
    while true {
      var page: [StoredBundle] = []
      try connection.each(.bundles, .unsigned(next), .integer(64)) { (row) throws(StoreError) in
        page.append(try StoredBundle(row))
      }
      guard let last = page.last else { return }
      let prepared = Cores.map(page) { stored in
        let row = try stored.read()
        return try prepare(row.bundle, row.subjects)
      }
      for result in prepared { try body(result.get()) }
      // The counts were compared with the leaves just now.
      next = last.first + last.count
    }
  }

  /// The leaf at an index; nil if the ledger is shorter.
  package func leaf(_ index: UInt64) throws -> Leaf? {
    try leafBytes(index).map { try Leaf(decoding: $0) }
  }

  /// The bytes of the leaf at an index; nil if the ledger is shorter.
  package func leafBytes(_ index: UInt64) throws -> [UInt8]? {
    try storedBundle(holding: index)?.leaf(at: index)
  }

  /// The leaves at some indices, each with the random id of its subject: nil where it is about nobody, or
  /// about somebody erased.
  ///
  /// A row is read once for all of its leaves that are asked for one after the other; an index behind the
  /// end of the ledger is passed over.
  package func eachLeaf(
    at indices: some Sequence<UInt64>, _ body: (UInt64, Leaf, Identifier?) throws -> Void
  ) throws {
    var row: StoredBundle?
    for index in indices {
      if row?.holds(index) != true { row = try storedBundle(holding: index) }
      guard let row, let leaf = try row.leaf(at: index) else { continue }
      try body(index, Leaf(decoding: leaf), row.subject(of: index))
    }
  }

  /// The log secret of every subject, by its random id; outside the secure heap, which is too small for
  /// those of a large vault.
  package func subjectSecrets() throws -> [Identifier: LogSecret] {
    var secrets: [Identifier: LogSecret] = [:]
    var last: Identifier?
    while true {
      let page = try subjects(after: last, limit: 256)
      guard let final = page.last else { return secrets }
      for subject in page {
        secrets[subject.id] = try subject.record.logSecret?.outsideSecureHeap()
      }
      last = final.tag
    }
  }

  /// SQLite's own check of pages, indices and constraints
  /// (sqlite.org/pragma.html#pragma_integrity_check).
  package func checkPages() throws {
    let lines = try connection.text("PRAGMA integrity_check(1)")
    guard lines == [["ok"]] else {
      throw StoreError(
        .damaged, "the database's pages do not fit together",
        hint: "restore a backup; keep the damaged files until it is open")
    }
  }

  /// The bundle in which the leaf at `index` would lie.
  func bundle(holding index: UInt64) throws -> BundleRow? {
    try storedBundle(holding: index)?.read()
  }

  /// The same as it is stored.
  func storedBundle(holding index: UInt64) throws -> StoredBundle? {
    try connection.first(.bundleOf, .unsigned(index), body: StoredBundle.init)
  }

  /// The stored roots of full subtrees.
  package func tiles() throws -> [TileRoot] {
    var roots: [TileRoot] = []
    try connection.each(.tiles) { (row) throws(StoreError) in
      guard let root = Digest(bytes: row.bytes(2)) else { throw .integrity("a tile") }
      roots.append(
        TileRoot(level: try row.unsigned(0), number: try row.unsigned(1), root: root))
    }
    return roots
  }

  /// The same, and which of them changed the subject's state.
  package func historyEntries(of subject: Identifier) throws -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    try connection.each(.history, .id(subject)) { (row) throws(StoreError) in
      entries.append(
        HistoryEntry(leaf: try row.unsigned(0), changesState: row.integer(1) == 1))
    }
    return entries
  }

  /// How many entries history has, of anybody.
  package func historyCount() throws -> Int {
    try connection.first(.countHistory) { (row) throws(StoreError) in Int(row.integer(0)) } ?? 0
  }

  /// The indices of a subject's leaves that history knows, in order.
  package func history(of subject: Identifier) throws -> [UInt64] {
    var leaves: [UInt64] = []
    try connection.each(.history, .id(subject)) { (row) throws(StoreError) in
      leaves.append(try row.unsigned(0))
    }
    return leaves
  }
}
