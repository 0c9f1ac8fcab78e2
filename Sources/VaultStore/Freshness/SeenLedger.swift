import Synchronization

/// How many leaves this process has seen in the ledger; what comes later has as many or more.
///
/// It costs no I/O, and finds files that are put back under a running program: its own connections would
/// believe them until the next open.
final class SeenLedger: Sendable {
  private let most = Atomic<UInt64>(0)

  /// What a snapshot must have that begins after this was read.
  ///
  /// INVARIANT: read before the snapshot's first query; what another thread sees meanwhile may be newer
  /// than the snapshot.
  var size: UInt64 { most.load(ordering: .acquiring) }

  /// Holds a snapshot's size against what was seen before it began, and remembers it.
  func check(_ found: UInt64, since before: UInt64) throws(StoreError) {
    guard found >= before else { throw .ledgerShrank }
    remember(found)
  }

  /// Remembers a size that this process has committed itself.
  func remember(_ size: UInt64) { _ = most.max(size, ordering: .acquiringAndReleasing) }
}
