package import VaultCrypto
package import VaultLedger
package import VaultModel

/// A snapshot that may also change the vault, with its leaves in the same transaction.
///
/// Several changes of different callers may share one (group commit): each is undone alone if it
/// fails, by a savepoint that is opened at its first statement.
package final class WriteTransaction: Snapshot {
  /// Vault time: the latest of the system clock, the last leaf and the anchor.
  package private(set) var time: Timestamp
  /// What the system clock said when the transaction began.
  package let systemTime: Timestamp
  /// The number of this transaction in the ledger.
  let number: UInt64
  /// The index of its first leaf.
  let firstLeaf: UInt64
  /// What ``Sight/leafless`` was when it began; nil if that cannot be told.
  let leaflessBefore: Int64?
  /// Whether its commit wrote anything.
  private(set) var hasWritten = false
  private var position: LedgerPosition
  /// What the ids of this transaction's rows begin with; drawn at the first.
  var place: UInt32?
  /// Where counts of candidates wait for the end of the change that runs now.
  let tally = ShapeTally()
  private var bundle = DraftBundle()
  /// What the ids beside the leaves were before the change that runs now unlinked leaves of others; nil if it did not.
  private var subjectsBeforeUnlinking: [UInt8]?
  private var hasSavepoint = false
  /// Whether any row was written in this transaction, even if it was undone.
  private var hasChanged = false
  private(set) var hasLoweredTime = false
  /// Whether a version of the policy was written in this transaction, even if it was undone.
  var bringsPolicy = false
  package override var policyIsUncommitted: Bool { bringsPolicy }
  /// Why the transaction cannot be committed, if SQLite gave it up: what other callers did in it is
  /// undone too.
  private var breakage: StoreError?
  /// Whether a part of the change that runs now stays even if the change throws.
  private var hasKeptPart = false

  /// Begins: takes SQLite's write lock and reads where the ledger stands.
  init(
    on connection: Connection, keys: KeyChain, clock: any TimeSource, anchors: Anchors
  ) throws {
    try connection.run(.beginImmediate)
    // Only now: while this one waited for the lock, others may have written leaves that are later.
    let systemTime = clock.now()
    let floor: Timestamp
    do {
      let seen = anchors.seen.size
      position = try Snapshot(connection, keys, seen: anchors.seen).ledgerPosition()
      try anchors.seen.check(position.frontier.size, since: seen)
      floor = try anchors.floor(ledger: position.time)
    } catch {
      _ = try? connection.run(.rollback)
      throw error
    }
    self.systemTime = systemTime
    time = max(systemTime, floor, position.time)
    number = position.transactions + 1
    firstLeaf = position.frontier.size
    // Nobody else commits while this transaction holds SQLite's lock.
    let transactions = Int64(clamping: position.transactions)
    leaflessBefore = connection.loggedTransactions.map { Int64($0) - transactions }
    super.init(connection, keys, seen: anchors.seen)
  }

  // MARK: one change among others

  /// Runs one caller's change; if it throws, nothing of it stays.
  ///
  /// Some errors (a full disk among them) make SQLite roll the whole transaction back by itself
  /// (sqlite.org/lang_transaction.html, section 3.1). Then nothing more may run: it would commit
  /// alone.
  func perform<R>(_ change: (WriteTransaction) throws -> R) throws -> R {
    if let breakage { throw breakage }
    // Of a part: what its caller has written.
    try tally.write(on: connection)
    let leavesBefore = bundle.count
    hasKeptPart = false
    defer {
      hasSavepoint = false
      subjectsBeforeUnlinking = nil
    }
    do {
      let result = try change(self)
      try tally.write(on: connection)
      if hasSavepoint { try connection.run(.releaseSavepoint) }
      return result
    } catch {
      forgetPolicyNumber()
      tally.forget()
      if let subjectsBeforeUnlinking { bundle.restore(subjectsBeforeUnlinking) }
      bundle.keep(leavesBefore)
      do {
        if hasSavepoint {
          try connection.run(.rollbackToSavepoint)
          try connection.run(.releaseSavepoint)
        }
        if hasKeptPart { breakage = .poisoned }
      } catch {
        breakage = .poisoned
      }
      if connection.isPoisoned || !connection.isInTransaction {
        // The cause, so that a full disk is told to everybody as that.
        breakage = error as? StoreError ?? .poisoned
      }
      throw error
    }
  }

  /// Runs a part of a caller's change; if it throws, nothing of the part stays, and the rest does.
  ///
  /// Where the caller has written nothing itself there is no savepoint around its parts: SQLite would
  /// keep a copy of every page of all of them and search it at the end of each (a fifth of an import's
  /// time). Such a caller does not throw after its first part, or nothing of the transaction is kept.
  package func attempt<R>(_ part: (WriteTransaction) throws -> R) throws -> R {
    let (outer, kept) = (hasSavepoint, hasKeptPart)
    hasSavepoint = false
    defer { hasSavepoint = outer }
    do {
      let result = try perform(part)
      // INVARIANT: what no savepoint would undo is never committed without its leaves.
      hasKeptPart = kept || !outer
      return result
    } catch {
      hasKeptPart = kept
      throw error
    }
  }

  private func openSavepoint() throws {
    guard !hasSavepoint else { return }
    try connection.run(.savepoint)
    hasSavepoint = true
    hasChanged = true
  }

  /// Runs a statement that changes rows, within the savepoint of the caller's change.
  func change(_ query: Query, _ values: Value...) throws {
    try changeRows(query, values)
  }

  /// The same with the values in an array.
  func changeRows(_ query: Query, _ values: [Value]) throws {
    try openSavepoint()
    try connection.run(query, all: values)
  }

  /// Whether nothing was changed since a snapshot in which the ledger had `size` leaves.
  ///
  /// INVARIANT: whatever changes what a decision rests on writes a leaf in the same transaction, so
  /// a ledger that did not grow is a vault that did not change.
  package func isUnchanged(sinceLedgerOf size: UInt64) -> Bool {
    !hasChanged && position.frontier.size == size
  }

  // MARK: leaves

  /// Whether there is a leaf to be committed; then there are pages to be synced.
  var hasLeaves: Bool { bundle.count > 0 }

  /// Whom its leaves are about.
  var changes: SubjectChanges { bundle.changes }

  /// The index that the next leaf of this transaction gets.
  package var nextLeaf: UInt64 { position.frontier.size + UInt64(bundle.count) }

  /// Whom a leaf is about.
  package struct About {
    let id: Identifier
    let secret: LogSecret
    let changesState: Bool

    /// A subject whose log secret is known.
    package init(_ id: Identifier, secret: LogSecret, changesState: Bool) {
      self.id = id
      self.secret = secret
      self.changesState = changesState
    }
  }

  /// Appends a leaf to the ledger and returns its index, which is final once the transaction
  /// commits.
  ///
  /// `about` is nil for a leaf about the vault, or about somebody the vault does not know.
  package func append(
    _ type: LeafType, about: About?, actor: String, purpose: String = "", policy: UInt32,
    detail: LeafDetail
  ) throws -> UInt64 {
    try append(
      type, about: about, names: LeafNames(actor: actor, purpose: purpose), policy: policy,
      encoded: detail.encoded())
  }

  /// The same with names and a detail that are encoded already.
  package func append(
    _ type: LeafType, about: About?, names: LeafNames, policy: UInt32, encoded detail: [UInt8]
  ) throws -> UInt64 {
    let index = nextLeaf
    try bundle.append(
      type, changesState: about?.changesState == true, of: about?.id, at: index, time: time,
      transaction: number, policy: policy, names: names, private: detail,
      under: about?.secret ?? keys.vaultLogSecret)
    if let about, about.changesState { try enter(index, in: about.id, changesState: true) }
    return index
  }

  /// Enters a leaf in a subject's history; for a leaf that is about several.
  package func enter(_ leaf: UInt64, in subject: Identifier, changesState: Bool) throws {
    try change(
      .insertHistory, .id(subject), .integer(changesState ? 1 : 0), .unsigned(leaf))
  }

  /// Lowers vault time to the system clock: only an owner's clock reset does this.
  package func lowerTime() throws {
    time = systemTime
    hasLoweredTime = true
    try openSavepoint()
    try candidates.unsettle(notBegunAt: time)
  }

  /// Brings `history` up to the end of the ledger: leaves that change no state are entered here, in
  /// batches, and not one by one as they are written.
  package func catchUpHistory() throws {
    let start = position.indexed
    guard start < position.frontier.size else { return }
    var found: [(subject: Identifier, leaf: UInt64)] = []
    try eachBundle(from: start) { bundle, subjects in
      for (offset, leaf) in bundle.leaves.enumerated() {
        guard let id = Identifier(besideLeaf: offset, of: subjects),
          !Leaf.changesState(encoded: leaf)
        else { continue }
        found.append((id, bundle.first + UInt64(offset)))
      }
    }
    // Sorted, so that the pages of the table are visited in order.
    for entry in found.sorted(by: { ($0.subject, $0.leaf) < ($1.subject, $1.leaf) }) {
      try enter(entry.leaf, in: entry.subject, changesState: false)
    }
    try change(.indexed, .unsigned(position.frontier.size))
  }

  /// Takes a subject's id away from beside its leaves, so that they link to nobody.
  ///
  /// - Precondition: history is caught up; leaves that are not in it keep their link.
  /// - Parameters:
  ///   - subject: whose leaves they are.
  ///   - body: gets each leaf, oldest first: the last time that anybody can tell whose it is.
  /// - Returns: how many leaves were unlinked.
  /// - Throws: `StoreError` if a row of the ledger cannot be read or written; what `body` throws.
  package func unlinkLeaves(
    of subject: Identifier, _ body: (Leaf) throws -> Void = { _ in }
  ) throws -> UInt64 {
    var count: UInt64 = 0
    var waiting = try history(of: subject)[...]
    while let next = waiting.first, let row = try storedBundle(holding: next) {
      // Leaves of one transaction lie in one row, which is read and written once.
      let found = waiting.prefix { row.holds($0) }
      waiting = waiting.dropFirst(max(1, found.count))
      var subjects = row.subjects
      let before = count
      for index in found {
        guard subjects.unlink(Int(index - row.first), of: subject),
          let bytes = try row.leaf(at: index)
        else { continue }
        try body(Leaf(decoding: bytes))
        count += 1
      }
      if count > before { try change(.blankSubjects, .bytes(subjects), .unsigned(row.first)) }
    }
    return try count + unlinkOwnLeaves(of: subject, body)
  }

  /// The same for the leaves of this transaction, which others of its group may have written.
  private func unlinkOwnLeaves(
    of subject: Identifier, _ body: (Leaf) throws -> Void
  ) throws -> UInt64 {
    var count: UInt64 = 0
    let before = bundle.subjects
    for offset in 0..<bundle.count where bundle.unlink(offset, of: subject) {
      subjectsBeforeUnlinking = subjectsBeforeUnlinking ?? before
      try body(Leaf(decoding: Array(bundle.leaf(at: offset))))
      count += 1
    }
    return count
  }

  // MARK: end

  /// Writes the leaves and commits.
  ///
  /// - Returns: where the ledger stands now.
  func commit() throws -> LedgerPosition {
    if let breakage { throw breakage }
    guard connection.isInTransaction else { throw StoreError.poisoned }
    if hasLeaves {
      let (first, hashes) = (position.frontier.size, bundle.hashes)
      for hash in hashes {
        for tile in position.frontier.append(hash) {
          try connection.run(
            .insertTile, .integer(Int64(tile.level)), .unsigned(tile.number),
            .bytes(tile.root.bytes))
        }
      }
      try connection.run(
        .insertBundle, .unsigned(first), .integer(Int64(bundle.count)), .bytes(bundle.leaves),
        .bytes(hashes.joined), .bytes(bundle.subjects))
      position.time = time
      position.transactions = number
      try connection.run(
        .updateFrontier, .unsigned(position.frontier.size), .bytes(position.frontier.encoded),
        .time(time), .unsigned(number))
    }
    let before = connection.loggedCommits
    try connection.run(.commit)
    hasWritten = connection.loggedCommits != before
    return position
  }

  func rollback() { _ = try? connection.run(.rollback) }

  /// Writes the first frontier of a new vault.
  static func createLedger(on connection: Connection, time: Timestamp) throws {
    try connection.run(
      .insertFrontier, .unsigned(0), .bytes(MerkleFrontier().encoded), .time(time),
      .unsigned(0), .unsigned(0))
  }
}
