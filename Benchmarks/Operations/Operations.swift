import CAllocations
import CCallgrind
import Measuring

/// What each operation of a vault takes: CPU time, wall time, memory asked for; or, under callgrind, its
/// instructions, which `Scripts/operation-bar` reads; `--operation NAME` counts one alone, for a profile.
@main struct Operations {
  static func main() async throws {
    let arguments = Arguments()
    if CommandLine.arguments.contains("--instructions") { return try await count() }
    guard arguments.wants("operations") else { return }
    let market = try await Market(of: arguments.isQuick ? 2_000 : 10_000)
    var contest = Contest(countAllocations: cal_count)
    for operation in Operation.all(try Decisions(), market) {
      contest.add(operation.name) { try await operation.run($0) }
    }
    try await contest.run(rounds: arguments.isQuick ? 3 : 7)
    Report.printSamples("operations", contest.entries, asJSON: arguments.asJSON)
  }

  private static func count() async throws {
    guard ccallgrind_is_counting() != 0 else { throw NobodyCounts() }
    let one = Arguments.value(after: "--operation")
    for operation in Operation.all(try Decisions(), try await Market(of: 1_000))
    where one == nil || operation.name == one {
      try await operation.run(InstructionCounter(name: operation.name))
    }
  }
}

/// `--instructions` means something under callgrind alone, and in a build that found valgrind's header.
private struct NobodyCounts: Error {}

/// The benchmark does not fit the library any more.
struct StaleBenchmark: Error {}
