import Synchronization

/// Says when progress is worth telling again: at once, and then every tenth of a second.
final class ProgressMeter: Sendable {
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  /// Whether a tenth of a second has gone by since the last time that this was true.
  func isDue() -> Bool {
    let now = ContinuousClock.now
    return last.withLock { last in
      if let told = last, told.duration(to: now) < .milliseconds(100) { return false }
      last = now
      return true
    }
  }
}
