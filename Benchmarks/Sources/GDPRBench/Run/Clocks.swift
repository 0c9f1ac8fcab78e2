import Glibc

/// What time it is, in nanoseconds since some start.
enum Clocks {
  /// CPU time of this process, every thread's and the kernel's on its behalf.
  static func cpu() -> Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// Wall time.
  static func wall() -> Int64 { read(CLOCK_MONOTONIC) }

  /// What one look at both costs: each operation pays it, and nobody is charged for it.
  static let priceOfLooking: Int64 = {
    let looks: Int64 = 20_000
    let start = cpu()
    for _ in 0..<looks { _ = cpu() &+ wall() }
    return (cpu() - start) / looks
  }()

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
