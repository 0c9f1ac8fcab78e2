import Synchronization
import VaultCrypto
import VaultModel

/// The time that the anchor vouches for: vault time is never earlier (02, "Time").
///
/// The ledger is ahead of it, or as far, so what was read at open is all that is needed. Only a ledger
/// that is behind makes it look again: its time was edited, or another process has lowered both.
final class AnchorTime: Sendable {
  private let anchor: AnchorFile
  private let keys: KeyChain
  private let known: Mutex<Timestamp>

  init(_ time: Timestamp, of anchor: AnchorFile, keys: KeyChain) {
    self.anchor = anchor
    self.keys = keys
    known = Mutex(time)
  }

  /// The earliest that vault time may be where the last leaf is of `ledger`.
  func floor(ledger: Timestamp) throws -> Timestamp {
    let time = known.withLock { $0 }
    guard ledger < time else { return time }
    let now = try anchor.read(keys).time
    known.withLock { $0 = now }
    return now
  }
}
