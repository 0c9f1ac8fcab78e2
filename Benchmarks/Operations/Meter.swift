import CCallgrind
import Measuring

/// What measures an operation: by the clocks, or by counting its instructions.
protocol Meter {
  /// How often an operation is to be done; fewer where counting is slow.
  func calls(_ count: Int) -> Int
  /// Does one operation, `times` times for one sample.
  func time(_ times: Int, _ operation: () throws -> Void) rethrows
  /// Does what waits and stands for `count` operations.
  func time(_ count: Int, waiting operation: () async throws -> Void) async rethrows
  /// Does what is not measured.
  func aside<R>(_ preparation: () async throws -> R) async rethrows -> R
}

extension OperationClock: Meter {
  func calls(_ count: Int) -> Int { count }
}

/// Has callgrind write what all threads took for each sample: `NAME*COUNT`.
struct InstructionCounter: Meter {
  let name: String

  func calls(_ count: Int) -> Int { min(count, 25) }

  func time(_ times: Int, _ operation: () throws -> Void) rethrows {
    ccallgrind_zero()
    for _ in 0..<times { try operation() }
    unsafe ccallgrind_dump("\(name)*\(times)")
  }

  func time(_ count: Int, waiting operation: () async throws -> Void) async rethrows {
    ccallgrind_zero()
    try await operation()
    unsafe ccallgrind_dump("\(name)*\(count)")
  }

  func aside<R>(_ preparation: () async throws -> R) async rethrows -> R {
    try await preparation()
  }
}
