public import ConsentVault
import Synchronization

/// A clock that stands still until a test moves it, forwards or backwards.
public final class SteppableClock: TimeSource {
  private let time: Mutex<Timestamp>

  /// A clock that shows `start`.
  public init(_ start: Timestamp) { time = Mutex(start) }

  /// What it shows.
  public func now() -> Timestamp { time.withLock { $0 } }

  /// Shows `instant` from now on, be it earlier or later.
  public func set(to instant: Timestamp) { time.withLock { $0 = instant } }

  /// Moves forwards, at most to the last instant of the year 9999.
  public func advance(by span: TimeSpan) {
    time.withLock { $0 = $0.advanced(by: span) ?? .latest }
  }

  /// Moves backwards, at most to 1970.
  public func turnBack(by span: TimeSpan) { time.withLock { $0 = $0.backed(by: span) } }
}
