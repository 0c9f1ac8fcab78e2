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
  private let pages: SealedPages
  private let committer: Committer
  private let writer: Writer
  private let readers = Mutex<[Connection]>([])
  private let anchorTime: AnchorTime
  /// Whether every change is undone: a dry run.
  private let isRehearsal: Bool

  /// The most idle read connections that are kept.
  private static let keptReaders = 8
  /// A reader in WAL mode waits for nobody, except while the log is recovered after a crash.
  private static let busyTimeout: Int32 = 10_000

  private init(
    _ directory: VaultDirectory, pages: SealedPages, keys: KeyChain, clock: any TimeSource,
    anchor: AnchorFile, anchorTime: Timestamp, isRehearsal: Bool = false
  ) throws {
    self.isRehearsal = isRehearsal
    self.directory = directory
    self.pages = pages
    self.keys = keys
    self.clock = clock
    let anchorTime = AnchorTime(anchorTime, of: anchor, keys: keys)
    self.anchorTime = anchorTime
    let committer = try Committer(
      directory, pages: pages, keys: keys, clock: clock, anchor: anchor, anchorTime: anchorTime)
    self.committer = committer
    writer = Writer { try committer.commit($0, $1) }
  }

  /// Makes the database of a new vault in an empty directory that holds its keyring.
  package static func create(
    in directory: VaultDirectory, keys: KeyChain, clock: any TimeSource
  ) throws -> Store {
    try directory.makeFile(directory.database)
    try directory.makeFile(directory.lock)
    let pages = try SealedPages(keys)
    let connection = try Connection(
      path: directory.database, pages: pages, mode: .create, busyTimeout: busyTimeout)
    try Schema.migrate(connection)
    try WriteTransaction.createLedger(on: connection, time: .earliest)
    let anchor = try AnchorFile.create(
      directory.anchor, ledgerSize: 0, root: MerkleFrontier().root, time: .earliest, chain: keys)
    return try Store(
      directory, pages: pages, keys: keys, clock: clock, anchor: anchor, anchorTime: .earliest)
  }

  /// Opens a vault whose keyring has been unlocked, and refuses one that is not what it was.
  ///
  /// `isRehearsal` decides every change by the same code as ever, and undoes it.
  package static func open(
    in directory: VaultDirectory, keys: KeyChain, clock: any TimeSource, isRehearsal: Bool = false
  ) throws -> Store {
    let anchor = try openAnchor(directory)
    // The anchor is read first: a commit that happens meanwhile puts the ledger ahead, which is normal.
    let mark = try anchor.read(keys)
    guard let size = try directory.size(of: directory.database), size > 0 else {
      throw StoreError(
        .rolledBack, "the vault's database is missing or empty, and its anchor is not",
        hint: "restore a backup; the keyring and the anchor are still there")
    }
    try directory.checkFile(directory.database, "the database")
    try directory.checkFile(directory.log, "the write-ahead log")
    try requireSealed(directory)
    let store = try Store(
      directory, pages: try SealedPages(keys), keys: keys, clock: clock, anchor: anchor,
      anchorTime: mark.time,
      isRehearsal: isRehearsal)
    let connection = try store.borrowReader()
    try Schema.check(connection)
    let position = try Snapshot(connection, keys).ledgerPosition()
    store.giveBack(connection)
    let isBehind =
      position.frontier.size < mark.ledgerSize
      || (position.frontier.size == mark.ledgerSize && position.frontier.root != mark.root)
    guard !isBehind else {
      throw StoreError(
        .rolledBack, "the database is older than its anchor says",
        hint: "an old copy was put back, or its write-ahead log was deleted; restore a backup")
    }
    guard keys.keyringGeneration >= mark.keyringGeneration else {
      throw StoreError(
        .rolledBack, "the keyring is older than its anchor says",
        hint: "restore the file from your newest copy of the vault's directory")
    }
    return store
  }

  /// Refuses a database whose pages are not sealed: anybody could have put it there.
  private static func requireSealed(_ directory: VaultDirectory) throws {
    guard let head = try VaultDirectory.read(directory.database, at: 0, count: 16),
      SealedPages.isPlain(head)
    else { return }
    throw StoreError(
      .unsealed, "the vault's database is not sealed",
      hint: "if an earlier version made it, run `cvault convert`; else restore a backup")
  }

  private static func openAnchor(_ directory: VaultDirectory) throws -> AnchorFile {
    do throws(KeyFileError) {
      return try AnchorFile.open(directory.anchor)
    } catch {
      guard error == .file(.missing) else { throw error }
      throw StoreError(
        .rolledBack, "the vault has lost its anchor",
        hint: "restore the file `anchor` from your newest copy of the vault's directory")
    }
  }

  // MARK: reading

  /// Reads one consistent view.
  ///
  /// The view ends when `body` returns: nobody holds it while a caller's code runs, or the
  /// write-ahead log would grow without bound.
  package func read<R>(_ body: (Snapshot) throws -> R) throws -> R {
    let connection = try borrowReader()
    try connection.run(.begin)
    do {
      let result = try body(Snapshot(connection, keys))
      try connection.run(.commit)
      giveBack(connection)
      return result
    } catch {
      _ = try? connection.run(.rollback)
      giveBack(connection)
      throw error
    }
  }

  private func borrowReader() throws -> Connection {
    if let connection = readers.withLock({ $0.popLast() }) { return connection }
    return try Connection(
      path: directory.database, pages: pages, mode: .read, busyTimeout: Self.busyTimeout)
  }

  private func giveBack(_ connection: Connection) {
    guard !connection.isPoisoned else { return }
    readers.withLock { if $0.count < Self.keptReaders { $0.append(connection) } }
  }

  /// Vault time as of a snapshot, and the system clock it was compared with (02, "Time").
  package func time(
    in snapshot: Snapshot
  ) throws -> (vault: Timestamp, system: Timestamp, lastLeaf: Timestamp) {
    let system = clock.now()
    let lastLeaf = try snapshot.ledgerTime()
    let floor = try anchorTime.floor(ledger: lastLeaf)
    return (max(system, lastLeaf, floor), system, lastLeaf)
  }

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

  /// Removes what was destroyed from the write-ahead log too; false if a reader is in the way.
  package func scrub() throws -> Bool {
    guard !isRehearsal else { return true }
    readers.withLock { $0.removeAll() }
    return try committer.scrub()
  }

  /// Leaves the vault tidy; nothing is lost without it.
  package func close() throws {
    readers.withLock { $0.removeAll() }
    try committer.close()
  }
}
