import Glibc

/// Several ways of doing one thing, measured by turns in one process, so that what the machine does
/// meanwhile meets them all.
///
/// CPU time of the whole process is counted, every thread's and the kernel's on its behalf: on a shared
/// machine wall time says little. A way that asks a server counts the server's processes too.
public struct Contest {
  /// One way, and what it took in each round.
  public struct Entry {
    /// What is told of it.
    public let name: String
    /// How often the body does its thing.
    public let count: Int
    /// CPU time of one operation in each round, in microseconds.
    public fileprivate(set) var rounds: [Double] = []
    /// Wall time of one operation in each round, in microseconds.
    public fileprivate(set) var walls: [Double] = []
    fileprivate let server: Int32?
    fileprivate let body: () async throws -> Void

    /// The middle one of the rounds' wall times.
    public var medianWall: Double { walls.isEmpty ? 0 : walls.sorted()[walls.count / 2] }
    /// The middle one of the rounds.
    public var median: Double { rounds.isEmpty ? 0 : rounds.sorted()[rounds.count / 2] }
    /// The best of the rounds.
    public var least: Double { rounds.min() ?? 0 }
  }

  /// The ways, in the order in which they were added.
  public private(set) var entries: [Entry] = []

  /// A contest of nobody yet.
  public init() {}

  /// Adds a way; `body` does it `count` times, with the help of the process `server` and its children
  /// if one is named.
  public mutating func add(
    _ name: String, count: Int, server: Int32? = nil, _ body: @escaping () async throws -> Void
  ) {
    entries.append(Entry(name: name, count: count, server: server, body: body))
  }

  /// Runs every way once unmeasured, and then `rounds` times by turns.
  public mutating func run(rounds: Int) async throws {
    for entry in entries { try await entry.body() }
    for _ in 0..<rounds {
      for index in entries.indices {
        let served = entries[index].server.map(CPUTime.byProcess(ofFamily:)) ?? [:]
        let (start, startWall) = (CPUTime.own, ContinuousClock.now)
        try await entries[index].body()
        var spent = CPUTime.own - start
        let wall = ContinuousClock.now - startWall
        if let server = entries[index].server {
          // A process that ended meanwhile is not counted: in the server's favour.
          for (process, time) in CPUTime.byProcess(ofFamily: server) {
            spent += time - served[process, default: 0]
          }
        }
        let count = Double(entries[index].count)
        entries[index].rounds.append(Double(spent) / 1000 / count)
        entries[index].walls.append(wall / .microseconds(1) / count)
      }
    }
  }
}
