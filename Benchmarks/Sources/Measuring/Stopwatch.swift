import Glibc

/// Wall time and CPU time of a piece of work that is done once.
public struct Stopwatch {
  private let wall = Self.now(CLOCK_MONOTONIC)
  private let processor = Self.now(CLOCK_PROCESS_CPUTIME_ID)

  /// Begins to measure.
  public init() {}

  /// Seconds since the beginning.
  public var seconds: Double { Double(Self.now(CLOCK_MONOTONIC) - wall) / 1e9 }

  /// Seconds of CPU time since the beginning, every thread's of the process and the kernel's on its behalf.
  public var processorSeconds: Double {
    Double(Self.now(CLOCK_PROCESS_CPUTIME_ID) - processor) / 1e9
  }

  /// A clock's time, in nanoseconds.
  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
