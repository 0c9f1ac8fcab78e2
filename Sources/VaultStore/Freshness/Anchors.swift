import Synchronization
import VaultCrypto
import VaultLedger
import VaultModel

/// The anchors of an open vault: the one in its directory, and the one outside if the caller names one.
///
/// They are written one after another, the inside one first, and treated alike.
///
/// INVARIANT: the inside anchor is never behind an outside one, unless somebody put an old file back.
final class Anchors: Sendable {
  /// The inside one first.
  private let anchors: [PlacedAnchor]
  private let keys: KeyChain
  /// What each said when the vault was opened, in the same order.
  private let marks: [Anchor]
  /// The latest time that any of them vouches for, as of the last look.
  private let known: Mutex<Timestamp>
  /// The root that this process anchored last, or found anchored when it opened the vault.
  private let own = Mutex<Digest?>(nil)
  /// What this process has seen since, and no file says.
  let seen = SeenLedger()

  /// Takes anchors, the inside one first, and reads them.
  ///
  /// The outside one is read before the inside one: a commit between the two then leaves the inside one
  /// ahead, which is normal.
  init(_ anchors: [PlacedAnchor], keys: KeyChain) throws(StoreError) {
    self.anchors = anchors
    self.keys = keys
    var marks: [Anchor] = []
    for anchor in anchors.reversed() { marks.insert(try anchor.read(keys), at: 0) }
    self.marks = marks
    known = Mutex(marks.map(\.time).max() ?? .earliest)
  }

  /// Moves every anchor forward; see ``AnchorFile/advance(ledgerSize:root:time:chain:loweringTime:isFrom:)``.
  ///
  /// - Parameters:
  ///   - position: where the ledger stands now.
  ///   - loweringTime: whether an owner has lowered vault time.
  ///   - snapshot: the ledger after the commit; nil where it cannot be looked at.
  /// - Throws: `StoreError` if an anchor saw another ledger than this: somebody has put the database back under
  ///   a running process.
  func advance(to position: LedgerPosition, loweringTime: Bool, in snapshot: Snapshot?) throws {
    let own = own.withLock { $0 }
    for anchor in anchors {
      var failure: (any Error)?
      do {
        let moved = try anchor.advance(to: position, keys, loweringTime: loweringTime) { mark in
          // What this process has anchored or checked itself, its ledger goes on from.
          guard mark.root != own, mark.ledgerSize > 0, let snapshot else { return true }
          do { try Self.check(mark, of: position, in: snapshot) } catch { failure = error }
          return failure == nil
        }
        // Taken from there: to make a root is a dozen hashes.
        if moved.ledgerSize == position.frontier.size { self.own.withLock { $0 = moved.root } }
      } catch {
        throw failure ?? error
      }
    }
  }

  /// Refuses a ledger that does not go on from what an anchor said.
  private static func check(
    _ mark: Anchor, of position: LedgerPosition, in snapshot: Snapshot
  ) throws {
    if mark.ledgerSize > position.frontier.size {
      // Another process may have committed since. A ledger is never behind its anchor: leaves come first.
      guard try snapshot.ledgerPosition().frontier.size >= mark.ledgerSize else {
        throw StoreError.databaseOlder
      }
    }
    guard try snapshot.ledgerRoot(ofSize: mark.ledgerSize) == mark.root else {
      throw StoreError.ledgerForked
    }
  }

  /// What the inside anchor says now.
  func inside() throws(StoreError) -> Anchor { try anchors[0].read(keys) }

  /// What the outside anchor says now; nil if none is in use.
  func outside() throws(StoreError) -> Anchor? {
    guard anchors.count > 1 else { return nil }
    return try anchors[1].read(keys)
  }

  /// The earliest that vault time may be where the last leaf is of `ledger`.
  ///
  /// The ledger is ahead of its anchors, or as far, so what was read at open is all that is needed. Only
  /// a ledger that is behind makes it look again: its time was edited, or another process has lowered
  /// all of them.
  func floor(ledger: Timestamp) throws(StoreError) -> Timestamp {
    let time = known.withLock { $0 }
    guard ledger < time else { return time }
    var now = Timestamp.earliest
    for anchor in anchors { now = max(now, try anchor.read(keys).time) }
    known.withLock { $0 = now }
    return now
  }

  /// Refuses a vault that is not what its anchors saw when they were last moved.
  ///
  /// A ledger that is ahead is normal, if the leaves that the anchor saw are still the same ones.
  func check(_ snapshot: Snapshot, logIsMissing: Bool) throws {
    let ledger = try snapshot.ledgerPosition().frontier
    for (anchor, mark) in zip(anchors, marks) {
      let isInside = anchor.place == .inside
      guard ledger.size >= mark.ledgerSize else {
        throw !isInside ? StoreError.directoryOlder : logIsMissing ? .logMissing : .databaseOlder
      }
      // The keyring was read before the anchors: a rotation in between puts them ahead of it.
      if keys.keyringGeneration < mark.keyringGeneration { try keys.renew() }
      guard keys.keyringGeneration >= mark.keyringGeneration else {
        throw isInside ? StoreError.keyringOlder : .directoryOlder
      }
      let root =
        ledger.size == mark.ledgerSize
        ? ledger.root : try snapshot.ledgerRoot(ofSize: mark.ledgerSize)
      guard root == mark.root else { throw StoreError.ledgerForked }
    }
    guard
      marks.allSatisfy({
        $0.ledgerSize <= marks[0].ledgerSize
          && $0.keyringGeneration <= marks[0].keyringGeneration
      })
    else { throw StoreError.anchorOlder }
    own.withLock { $0 = marks[0].root }
  }
}
