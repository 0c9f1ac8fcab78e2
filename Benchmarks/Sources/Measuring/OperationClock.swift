import Glibc

/// Times the single operations of a way in a contest by the wall clock, and leaves out what only prepares
/// them.
public final class OperationClock {
  /// How often the process asked for memory so far; nil where nobody counts.
  private let countAllocations: (() -> UInt64)?
  private(set) var operations = 0
  /// Wall time of one operation, in microseconds.
  private(set) var samples: [Double] = []
  private(set) var spentAside: Int64 = 0
  private(set) var allocatedAside: UInt64 = 0

  init(countAllocations: (() -> UInt64)?) { self.countAllocations = countAllocations }

  /// Does one operation; `times` times for one sample where the clock is too coarse for one.
  public func time(_ times: Int = 1, _ operation: () throws -> Void) rethrows {
    let start = Self.now()
    for _ in 0..<times { try operation() }
    note(times, since: start)
  }

  /// Does what waits and stands for `count` operations, which share one sample.
  public func time(_ count: Int = 1, waiting operation: () async throws -> Void) async rethrows {
    let start = Self.now()
    try await operation()
    note(count, since: start)
  }

  /// Does what is counted neither as CPU time nor as allocations.
  public func aside<R>(_ preparation: () async throws -> R) async rethrows -> R {
    let (start, allocated) = (CPUTime.own, countAllocations?() ?? 0)
    defer {
      spentAside += CPUTime.own - start
      allocatedAside += (countAllocations?() ?? 0) - allocated
    }
    return try await preparation()
  }

  private func note(_ count: Int, since start: Int64) {
    operations += count
    samples.append(Double(Self.now() - start) / 1000 / Double(count))
  }

  private static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
