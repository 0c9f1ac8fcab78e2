import Synchronization
import VaultCrypto

/// The page keys that a process's connections work with, and the read connections that are idle.
///
/// A rotation of the page keys gives new connections a new VFS; older ones are not used again.
final class Connections: Sendable {
  private struct State {
    var pages: SealedPages
    /// The epochs whose keys ``pages`` has.
    var epochs: [UInt32]
    /// The generation of the keyring that was last taken over here.
    var keyring: UInt64
    var idle: [Connection] = []
  }

  private let path: String
  private let keys: KeyChain
  private let state: Mutex<State>

  /// The most idle read connections that are kept.
  private static let mostIdle = 8

  init(_ directory: VaultDirectory, keys: KeyChain) throws {
    path = directory.database
    self.keys = keys
    let keyring = keys.keyringGeneration
    state = Mutex(
      State(pages: try SealedPages(keys), epochs: keys.pageEpochs, keyring: keyring))
  }

  /// Opens a new connection under the present page keys.
  func open(_ mode: Connection.Mode, busyTimeout: Int32) throws -> Connection {
    try Connection(
      path: path, pages: state.withLock { $0.pages }, mode: mode, busyTimeout: busyTimeout)
  }

  /// Whether a connection has the present page keys.
  func isPresent(_ connection: Connection) -> Bool {
    state.withLock { connection.pages === $0.pages }
  }

  /// Takes a read connection, an idle one if there is one.
  func borrowReader(busyTimeout: Int32) throws -> Connection {
    if let connection = state.withLock({ $0.idle.popLast() }) { return connection }
    return try open(.read, busyTimeout: busyTimeout)
  }

  /// Keeps a connection for the next who reads.
  func giveBack(_ connection: Connection) {
    // INVARIANT: a connection that saw an error, or that is still in a transaction, is never used again.
    guard !connection.isPoisoned, !connection.isInTransaction else { return }
    state.withLock { state in
      guard state.idle.count < Self.mostIdle, connection.pages === state.pages else { return }
      state.idle.append(connection)
    }
  }

  /// Closes the idle ones.
  func closeIdle() { state.withLock { $0.idle.removeAll() } }

  /// Takes over what the key chain has adopted since, and before that what another process has rotated.
  ///
  /// - Returns: whether there was something new; what failed before may then open.
  /// - Throws: `CryptoError.keysChanged` if these keys no longer open the vault.
  func renew() throws -> Bool {
    try keys.renew()
    let keyring = keys.keyringGeneration
    guard state.withLock({ $0.keyring < keyring }) else { return false }
    let epochs = keys.pageEpochs
    let pages = state.withLock({ $0.epochs }) == epochs ? nil : try SealedPages(keys)
    state.withLock { state in
      state.keyring = max(state.keyring, keyring)
      guard let pages else { return }
      state.pages = pages
      state.epochs = epochs
      state.idle.removeAll()
    }
    return true
  }
}
