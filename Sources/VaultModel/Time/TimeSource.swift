import Glibc

/// Where the current time comes from; passed in, so that tests and simulations can drive it.
///
/// A source may jump in either direction: the vault's own time never goes back for that.
public protocol TimeSource: Sendable {
  /// The machine's idea of now.
  func now() -> Timestamp
}

/// The machine's clock, CLOCK_REALTIME.
public struct SystemTime: TimeSource {
  /// The one clock of the machine; there is nothing to choose.
  public init() {}

  /// Now, to the millisecond; the nearest end of the range for a clock outside 1970 to 9999.
  public func now() -> Timestamp {
    var time = timespec()
    // CLOCK_REALTIME cannot fail on Linux. A clock outside 1970 to 9999 is taken for the nearest end,
    // where nothing is live.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    guard time.tv_sec >= 0 else { return .earliest }
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1000)
    guard !overflow else { return .latest }
    return Timestamp(milliseconds: seconds + Int64(time.tv_nsec) / 1_000_000) ?? .latest
  }
}
