import Glibc

/// Several ways of doing one thing, measured by turns in one process, so that what the machine does
/// meanwhile meets them all.
///
/// CPU time of the whole process is counted, every thread's and the kernel's on its behalf: on a shared
/// machine wall time says little.
public struct Contest {
  /// One way, and what it took in each round.
  public struct Entry {
    /// What is told of it.
    public let name: String
    /// How often the body does its thing.
    public let count: Int
    /// CPU time of one operation in each round, in microseconds.
    public fileprivate(set) var rounds: [Double] = []
    fileprivate let body: () async throws -> Void

    /// The middle one of the rounds.
    public var median: Double { rounds.isEmpty ? 0 : rounds.sorted()[rounds.count / 2] }
    /// The best of the rounds.
    public var least: Double { rounds.min() ?? 0 }
  }

  /// The ways, in the order in which they were added.
  public private(set) var entries: [Entry] = []

  /// A contest of nobody yet.
  public init() {}

  /// Adds a way; `body` does it `count` times.
  public mutating func add(
    _ name: String, count: Int, _ body: @escaping () async throws -> Void
  ) {
    entries.append(Entry(name: name, count: count, body: body))
  }

  /// Runs every way once unmeasured, and then `rounds` times by turns.
  public mutating func run(rounds: Int) async throws {
    for entry in entries { try await entry.body() }
    for _ in 0..<rounds {
      for index in entries.indices {
        let start = Self.processTime()
        try await entries[index].body()
        let spent = Self.processTime() - start
        entries[index].rounds.append(Double(spent) / 1000 / Double(entries[index].count))
      }
    }
  }

  /// CPU time of this process so far, in nanoseconds (CLOCK_PROCESS_CPUTIME_ID).
  private static func processTime() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
