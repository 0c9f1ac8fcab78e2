import Dispatch
import Synchronization
package import VaultCrypto
import VaultLedger
package import VaultModel

/// The sealed store: one vault's database, its readers and its writer.
///
/// There is one store, SQLite, and no protocol in front of it. Several processes may have the same
/// vault open; each sees what another has committed.
package final class Store: Sendable {
  package let directory: VaultDirectory
  package let keys: KeyChain
  package let clock: any TimeSource
  private let connections: Connections
  private let committer: Committer
  private let writer: Writer
  private let anchors: Anchors
  private let dossiers: Dossiers
  /// Whether every change is undone: a dry run.
  private let isRehearsal: Bool

  /// A reader in WAL mode waits for nobody, except while the log is recovered after a crash.
  private static let busyTimeout: Int32 = 10_000

  private init(
    _ directory: VaultDirectory, keys: KeyChain, clock: any TimeSource, anchors: Anchors,
    isRehearsal: Bool = false
  ) throws {
    self.isRehearsal = isRehearsal
    self.directory = directory
    self.keys = keys
    self.clock = clock
    self.anchors = anchors
    keys.follow(KeyringFile(directory.keyring))
    connections = try Connections(directory, keys: keys)
    let dossiers = Dossiers()
    self.dossiers = dossiers
    let committer = try Committer(
      directory, connections: connections, keys: keys, clock: clock, anchors: anchors,
      dossiers: dossiers)
    self.committer = committer
    writer = Writer { try committer.commit($0, $1) }
  }

  /// Makes the database of a new vault in an empty directory that holds its keyring.
  ///
  /// `outsideAnchor` was made for it just now.
  package static func create(
    in directory: VaultDirectory, keys: KeyChain, clock: any TimeSource,
    outsideAnchor: PlacedAnchor? = nil
  ) throws -> Store {
    try directory.makeFile(directory.database)
    try directory.makeFile(directory.lock)
    let pages = try SealedPages(keys)
    let connection = try Connection(
      path: directory.database, pages: pages, mode: .create, busyTimeout: busyTimeout)
    try Schema.create(on: connection)
    try WriteTransaction.createLedger(on: connection, time: .earliest)
    let anchor = try PlacedAnchor.makeInside(directory, keys: keys, mark: .emptyLedger)
    return try Store(
      directory, keys: keys, clock: clock,
      anchors: Anchors([anchor] + [outsideAnchor].compactMap { $0 }, keys: keys))
  }

  /// Opens a vault whose keyring has been unlocked, and refuses one that is not what it was.
  ///
  /// `outsideAnchor` is the path of one more anchor, which must be there. `isRehearsal` decides every
  /// change by the same code as ever, and undoes it.
  package static func open(
    in directory: VaultDirectory, keys: KeyChain, clock: any TimeSource,
    outsideAnchor: String? = nil, isRehearsal: Bool = false
  ) throws -> Store {
    var placed = [try PlacedAnchor.inside(directory)]
    if let outsideAnchor { placed.append(try .outside(outsideAnchor, of: directory)) }
    // The anchors are read first: a commit that happens meanwhile puts the ledger ahead, which is normal.
    let anchors = try Anchors(placed, keys: keys)
    guard let size = try directory.size(of: directory.database) else {
      throw StoreError.databaseMissing
    }
    guard size > 0 else { throw StoreError.databaseEmpty }
    try directory.checkFile(directory.database, "the database")
    try directory.checkFile(directory.log, "the write-ahead log")
    try requireSealed(directory)
    let store = try Store(
      directory, keys: keys, clock: clock, anchors: anchors, isRehearsal: isRehearsal)
    try store.checkFreshness()
    return store
  }

  /// Refuses a database whose pages are not sealed: anybody could have put it there.
  private static func requireSealed(_ directory: VaultDirectory) throws {
    guard try !directory.databaseIsSealed() else { return }
    throw StoreError(
      .unsealed, "the vault's database is not sealed",
      hint: "if an earlier version made it, run `cvault convert`; else restore a backup")
  }

  /// Holds what lies on the disk against the schema and the anchors.
  private func checkFreshness() throws {
    let length = DatabaseLength(directory: directory)
    // Before SQLite looks: it makes an empty log where there is none.
    let logIsMissing = try (directory.size(of: directory.log) ?? 0) == 0
    do {
      try read { snapshot in
        guard try Schema.check(snapshot.connection) == Schema.currentVersion else {
          throw StoreError.outdated
        }
        try anchors.check(snapshot, logIsMissing: logIsMissing)
        guard try !length.isShort(in: snapshot) else { throw StoreError.databaseShort }
      }
    } catch let error as StoreError where error.code == .damaged {
      let file = try connections.open(.inspect, busyTimeout: Self.busyTimeout)
      guard try length.isShort(by: file) else { throw error }
      throw StoreError.databaseShort
    }
  }

  // MARK: reading

  /// Reads one consistent view.
  ///
  /// The view ends when `body` returns: nobody holds it while a caller's code runs, or the
  /// write-ahead log would grow without bound. Where it meets keys that another process has rotated since,
  /// it runs once more, on a view of its own.
  package func read<R>(_ body: (Snapshot) throws -> R) throws -> R {
    do {
      return try readOnce(body)
    } catch {
      guard Self.mayBeRotation(error), try connections.renew() else { throw error }
    }
    return try readOnce(body)
  }

  private func readOnce<R>(_ body: (Snapshot) throws -> R) throws -> R {
    let connection = try connections.borrowReader(busyTimeout: Self.busyTimeout)
    try connection.run(.begin)
    do {
      let result = try SealingRun.perform {
        try body(Snapshot(connection, keys, seen: anchors.seen, dossiers: dossiers))
      }
      try connection.run(.commit)
      connections.giveBack(connection)
      return result
    } catch {
      _ = try? connection.run(.rollback)
      connections.giveBack(connection)
      throw error
    }
  }

  /// Whether an error is what keys that are no longer the newest would meet.
  private static func mayBeRotation(_ error: any Error) -> Bool {
    switch error {
    case let error as StoreError: error.code == .damaged || error.code == .integrity
    case let error as CryptoError: error == .authenticationFailed
    default: false
    }
  }

  /// Vault time as of a snapshot, and the system clock it was compared with.
  package func time(
    in snapshot: Snapshot
  ) throws -> (vault: Timestamp, system: Timestamp, lastLeaf: Timestamp) {
    // Within a transaction time stands still: its leaves are of the instant at which it began.
    if let transaction = snapshot as? WriteTransaction {
      return (transaction.time, transaction.systemTime, try transaction.ledgerTime())
    }
    let system = clock.now()
    let lastLeaf = try snapshot.ledgerTime()
    let floor = try anchors.floor(ledger: lastLeaf)
    return (max(system, lastLeaf, floor), system, lastLeaf)
  }

  // MARK: anchors

  /// Makes one more anchor outside the vault's directory, as far as the inside one is: what that vouches
  /// for is on the disk.
  package func makeOutsideAnchor(_ path: String) throws {
    _ = try PlacedAnchor.makeOutside(
      path, of: directory, keys: keys, mark: PlacedAnchor.Mark(anchors.inside()))
  }

  /// What the outside anchor says; nil if none is in use.
  package func outsideAnchor() throws -> Anchor? { try anchors.outside() }

  // MARK: writing

  /// The version of the SQLite that is linked.
  package static var sqliteVersion: String { Connection.version }

  /// Makes a change without blocking the caller's executor; see ``Writer``.
  package func write<R: Sendable>(
    _ durability: Durability = .strict,
    _ change: @escaping @Sendable (WriteTransaction) throws -> R
  ) async throws -> R {
    guard !isRehearsal else { return try await rehearse(change) }
    return try await writer.write(durability, change)
  }

  /// Makes a change and blocks until it is committed.
  package func writeNow<R: Sendable>(
    _ durability: Durability = .strict,
    _ change: @escaping @Sendable (WriteTransaction) throws -> R
  ) throws -> R {
    guard !isRehearsal else { return try committer.rehearse(change) }
    return try writer.writeNow(durability, change)
  }

  /// Makes a change, takes its result and undoes it, without blocking the caller's executor: what a
  /// dry run tells was decided by the same code as the change itself.
  package func rehearse<R: Sendable>(
    _ change: @escaping @Sendable (WriteTransaction) throws -> R
  ) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { [committer] in
        continuation.resume(with: Result { try committer.rehearse(change) })
      }
    }
  }

  /// Replaces the keyring by what `change` makes of it, and takes it over.
  ///
  /// Within a transaction: whoever begins one afterwards sees the new keyring before anything is sealed.
  ///
  /// - Returns: false if `change` made nothing of it.
  @discardableResult
  package func rewriteKeyring(
    in transaction: WriteTransaction, _ change: (Keyring) throws -> Keyring?
  ) throws -> Bool {
    guard !isRehearsal else { return false }
    return try rewriteKeyring(change)
  }

  /// Replaces the keyring by one of another root, which these keys do not open: whatever is read or written
  /// after this transaction is `CryptoError.keysChanged`.
  package func replaceKeyring(
    in transaction: WriteTransaction, _ change: (Keyring) throws -> Keyring?
  ) throws -> Bool {
    guard !isRehearsal else { return false }
    return try writeKeyring(change) != nil
  }

  private func rewriteKeyring(_ change: (Keyring) throws -> Keyring?) throws -> Bool {
    guard let next = try writeKeyring(change) else { return false }
    try keys.adopt(next)
    return true
  }

  private func writeKeyring(_ change: (Keyring) throws -> Keyring?) throws -> Keyring? {
    let present = try Keyring.read(directory.keyring)
    guard let next = try change(present) else { return nil }
    try next.write(to: directory.keyring, replacing: present)
    return next
  }

  /// Rewrites every page under the newest epoch and then replaces the keyring by what `change` makes of it,
  /// without blocking the caller's executor.
  ///
  /// - Returns: false, and the keyring is as it was, if a reader is in the way.
  package func rewritePages(
    _ change: @escaping @Sendable (Keyring) throws -> Keyring?
  ) async throws -> Bool {
    dossiers.drop()
    connections.closeIdle()
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { [self] in
        continuation.resume(
          with: Result { try committer.rewritePages { _ = try rewriteKeyring(change) } })
      }
    }
  }

  /// Removes what was destroyed from the write-ahead log too; false if a reader is in the way.
  ///
  /// Where it is not patient it waits for nobody, and keeps nobody waiting.
  package func scrub(isPatient: Bool = true) throws -> Bool {
    guard !isRehearsal else { return true }
    // A log without a byte was copied back and cut off before.
    if try directory.size(of: directory.log) == 0 { return true }
    // With the last connection would go the log's count of transactions.
    if !committer.isConnected { dossiers.drop() }
    connections.closeIdle()
    return try committer.scrub(isPatient: isPatient)
  }

  /// Leaves the vault tidy; nothing is lost without it.
  package func close() throws {
    // With the last connection goes the log's count of transactions; and nothing shall be left in memory.
    dossiers.drop()
    connections.closeIdle()
    try committer.close()
  }
}
