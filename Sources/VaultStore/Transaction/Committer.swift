import Glibc
import Synchronization
import VaultCrypto
import VaultLedger
import VaultModel

/// Runs the transactions of one process, one after another: lock, begin, commit, sync, anchor.
///
/// It is also the one checkpointer: SQLite's own would race with the commits of other processes, so every
/// writer holds `lock` shared and a checkpoint holds it exclusively.
final class Committer: Sendable {
  /// How long a writer waits for another process, in milliseconds.
  private static let busyTimeout: Int32 = 10_000
  /// The pages in the WAL from which a writer copies it back if no other process is writing: 4 MiB.
  private static let checkpointSize = 1 << 10
  /// The pages from which it waits for the others, so that the WAL cannot grow without bound: 64 MiB.
  private static let checkpointAlways = 16 << 10

  /// Bytes of the WAL's header (sqlite.org/fileformat2.html#walformat).
  private static let logHeaderSize = 32

  /// How long the anchor may lag behind releases of data.
  private static let anchorLag = TimeSpan.seconds(1)

  private let directory: VaultDirectory
  private let connections: Connections
  private let keys: KeyChain
  private let clock: any TimeSource
  private let anchors: Anchors
  private let dossiers: Dossiers
  /// The file `lock`; its own lock, never the database's.
  private let lock: SecureFile
  private let state: Mutex<State>

  private struct State {
    var connection: Connection?
    /// What `PRAGMA synchronous` says on the connection.
    var durability = Durability.strict
    /// Where the ledger stood after the last commit that this process has not anchored yet.
    var unanchored: LedgerPosition?
    /// When this process last moved the anchor, by the system clock.
    var anchored = Timestamp.earliest
    var hasWritten = false
    /// Whether the next anchors may say an earlier time than the last: after a clock reset.
    var hasLoweredTime = false
  }

  init(
    _ directory: VaultDirectory, connections: Connections, keys: KeyChain,
    clock: any TimeSource, anchors: Anchors, dossiers: Dossiers
  ) throws {
    self.directory = directory
    self.connections = connections
    self.keys = keys
    self.clock = clock
    self.anchors = anchors
    self.dossiers = dossiers
    lock = try SecureFile.open(directory.lock, writable: true)
    state = Mutex(State())
  }

  /// Commits the changes that `body` makes.
  ///
  /// INVARIANT: when this returns after a strict commit, the change is on the disk and every anchor knows
  /// of it; nothing is acknowledged before.
  func commit(_ asked: Durability, _ body: (WriteTransaction) -> Void) throws {
    try state.withLock { state in
      let now = clock.now()
      // Releases of data move the anchor within a second, and it may only vouch for what is synced.
      let lags = now < state.anchored || now.since(state.anchored) >= Self.anchorLag
      let durability = lags ? .strict : asked
      try withShared {
        do {
          let transaction = try begin(&state, durability)
          SealingRun.perform { body(transaction) }
          let position: LedgerPosition
          do {
            position = try transaction.commit()
          } catch {
            transaction.rollback()
            throw error
          }
          state.hasWritten = true
          anchors.seen.remember(position.frontier.size)
          // By what it wrote itself: a reader need not look through leaves for that.
          if transaction.hasLeaves {
            dossiers.advance(
              from: transaction.firstLeaf, to: position.frontier.size, transaction.changes)
          } else if transaction.hasWritten {
            dossiers.passOver(leafless: transaction.leaflessBefore)
          }
          if transaction.hasLoweredTime { state.hasLoweredTime = true }
          // Without leaves nothing was synced, and where the ledger stands may be another process's word
          // that is only crash-safe: a power cut would leave the anchors ahead of it.
          if transaction.hasLeaves {
            state.unanchored = position
            if durability == .strict {
              try advanceAnchors(&state)
              state.anchored = now
            }
          }
        } catch {
          // After an error nobody knows what SQLite holds in memory: the next change starts anew.
          state.connection = nil
          throw error
        }
      }
      do {
        try checkpointIfLarge(&state)
      } catch {
        // The change is committed and stays acknowledged: the log is copied back another time, by a
        // connection that has seen no error.
        state.connection = nil
      }
    }
  }

  /// Runs `body` as a commit would, and undoes everything: not a byte of it reaches the ledger.
  func rehearse<R: Sendable>(
    _ body: @Sendable (WriteTransaction) throws -> R
  ) throws -> R {
    try state.withLock { state in
      try withShared {
        let transaction = try begin(&state, .strict)
        do {
          let result = try body(transaction)
          transaction.rollback()
          return result
        } catch {
          transaction.rollback()
          state.connection = nil
          throw error
        }
      }
    }
  }

  /// Begins a transaction under the newest keys.
  ///
  /// INVARIANT: whoever changes the keyring holds SQLite's write lock or the exclusive one, so what is
  /// compared here stays true until the commit: nothing is sealed under a key that is being replaced.
  private func begin(_ state: inout State, _ durability: Durability) throws -> WriteTransaction {
    // Somebody may rotate again between two tries; more often than that is no rotation.
    for _ in 0..<4 {
      do {
        let transaction = try transaction(&state, durability)
        do {
          guard try connections.renew() else { return transaction }
        } catch {
          transaction.rollback()
          throw error
        }
        transaction.rollback()
      } catch let error as StoreError where error.code == .damaged {
        state.connection = nil
        guard try connections.renew() else { throw error }
      }
    }
    throw StoreError.busy
  }

  private func transaction(
    _ state: inout State, _ durability: Durability
  ) throws -> WriteTransaction {
    try WriteTransaction(
      on: writable(&state, durability), keys: keys, clock: clock, anchors: anchors)
  }

  private func writable(_ state: inout State, _ durability: Durability) throws -> Connection {
    if let connection = state.connection, !connection.isPoisoned,
      connections.isPresent(connection)
    {
      if state.durability != durability {
        try connection.execute("PRAGMA synchronous=\(durability == .strict ? "FULL" : "NORMAL")")
        state.durability = durability
      }
      return connection
    }
    state.connection = nil
    let connection = try connections.open(.write, busyTimeout: Self.busyTimeout)
    state.connection = connection
    state.durability = .strict
    return try writable(&state, durability)
  }

  /// Moves the anchors to what is synced; a ledger that is ahead of its anchor is normal.
  private func advanceAnchors(_ state: inout State) throws {
    guard let position = state.unanchored else { return }
    if let connection = state.connection {
      try anchors.checkGrowth(
        to: position, in: Snapshot(connection, keys, seen: SeenLedger()))
    }
    try anchors.advance(to: position, loweringTime: state.hasLoweredTime)
    state.hasLoweredTime = false
    state.unanchored = nil
  }

  // MARK: the lock

  private func withShared<R>(_ body: () throws -> R) throws -> R {
    try lock.lock(exclusive: false)
    defer { try? lock.unlock() }
    return try body()
  }

  /// Nil if another process holds the lock and `waiting` is false.
  private func withExclusive<R>(waiting: Bool, _ body: () throws -> R) throws -> R? {
    if waiting {
      try lock.lock(exclusive: true)
    } else {
      guard try lock.tryLock(exclusive: true) else { return nil }
    }
    defer { try? lock.unlock() }
    return try body()
  }

  /// Whether this process has a connection to write by.
  var isConnected: Bool { state.withLock { $0.connection?.isPoisoned == false } }

  // MARK: checkpoints

  private func checkpointIfLarge(_ state: inout State) throws {
    guard let pages = state.connection?.loggedPages, pages >= Self.checkpointSize else { return }
    _ = try checkpoint(&state, .passive, waiting: pages >= Self.checkpointAlways)
  }

  /// Copies the WAL back; false if another process is writing, or a reader is in the way.
  private func checkpoint(
    _ state: inout State, _ mode: Connection.CheckpointMode, waiting: Bool
  ) throws -> Bool {
    guard let connection = state.connection else { return false }
    return try withExclusive(waiting: waiting) { try connection.checkpoint(mode) } ?? false
  }

  /// Copies everything back, fills the WAL with zeros and cuts it off, so that no freed block keeps what
  /// was destroyed.
  ///
  /// - Parameter isPatient: whether to wait for readers and other writers, or to leave it for another time.
  /// - Returns: false if a reader is in the way: "not yet", never "done".
  /// - Throws: `StoreError` if the machine could not write.
  func scrub(isPatient: Bool) throws -> Bool {
    try state.withLock { state in
      let connection = try withShared { try writable(&state, .strict) }
      return try withExclusive(waiting: isPatient) {
        try clearLog(connection, isPatient: isPatient)
      } ?? false
    }
  }

  /// Copies the WAL back and leaves nothing of it; the caller holds the exclusive lock.
  private func clearLog(_ connection: Connection, isPatient: Bool = true) throws -> Bool {
    // RESTART waits for readers to leave the WAL, so that nobody reads what is overwritten.
    guard try connection.checkpoint(.restart, isPatient: isPatient) else { return false }
    try fillWithZeros(directory.log)
    return try connection.checkpoint(.truncate)
  }

  // INVARIANT: the log's header goes first and is synced alone. A power loss among the other zeros would
  // leave a valid log that ends early, and its old pages would hide the newer ones of the database.
  private func fillWithZeros(_ path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw StoreError.file("the write-ahead log cannot be cleared", errno)
    }
    defer { Glibc.close(descriptor) }
    let size = Int(try directory.size(of: path) ?? 0)
    let header = min(size, Self.logHeaderSize)
    for range in [0..<header, header..<size] where !range.isEmpty {
      try fillWithZeros(descriptor, range)
      guard fdatasync(descriptor) == 0 else {
        throw StoreError.file("the write-ahead log cannot be cleared", errno)
      }
    }
  }

  private func fillWithZeros(_ descriptor: Int32, _ range: Range<Int>) throws {
    let zeros = [UInt8](repeating: 0, count: 64 << 10)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = min(range.upperBound - offset, zeros.count)
      let written = unsafe zeros.withUnsafeBytes {
        unsafe pwrite(descriptor, $0.baseAddress, count, offset)
      }
      guard written > 0 else {
        if errno == EINTR { continue }
        throw StoreError.file("the write-ahead log cannot be cleared", errno)
      }
      offset += written
    }
  }

  // MARK: page keys

  /// Rewrites every page under the newest epoch and, once none of another is left, runs `finish`, still
  /// under the exclusive lock.
  ///
  /// - Returns: false, and `finish` did not run, if a reader is in the way.
  func rewritePages(_ finish: () throws -> Void) throws -> Bool {
    try state.withLock { state in
      state.connection = nil
      return try withExclusive(waiting: true) {
        _ = try connections.renew()
        let connection = try connections.open(.vacuum, busyTimeout: Self.busyTimeout)
        // Before the work: a reader that is here now would be in the way afterwards.
        guard try connection.checkpoint(.restart) else { return false }
        try connection.execute("VACUUM")
        guard try clearLog(connection), try connection.isOfNewestEpoch() else { return false }
        try finish()
        return true
      } ?? false
    }
  }

  /// Leaves the vault tidy: anchors what is committed, and copies the WAL back if nobody else is there.
  func close() throws {
    try state.withLock { state in
      guard state.hasWritten, state.connection?.isPoisoned == false else { return }
      // The checkpoint syncs, so that what was only crash-safe may be anchored too.
      if try checkpoint(&state, .truncate, waiting: false) { try advanceAnchors(&state) }
      state.connection = nil
    }
  }
}
