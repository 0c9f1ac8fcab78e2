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
    /// How often the body does its thing; that of the last round where it times each operation.
    public fileprivate(set) var count: Int
    /// CPU time of one operation in each round, in microseconds.
    public fileprivate(set) var rounds: [Double] = []
    /// Wall time of one operation in each round, in microseconds.
    public fileprivate(set) var walls: [Double] = []
    /// Wall time of single operations in all rounds, in microseconds; empty where none is timed.
    public fileprivate(set) var samples: [Double] = []
    /// How often one operation asks for memory, in the last round; nil where nobody counts.
    public fileprivate(set) var allocations: Double?
    fileprivate let server: Int32?
    fileprivate let body: (OperationClock) async throws -> Void

    /// The middle one of the rounds' wall times.
    public var medianWall: Double { walls.isEmpty ? 0 : walls.sorted()[walls.count / 2] }
    /// The middle one of the rounds.
    public var median: Double { rounds.isEmpty ? 0 : rounds.sorted()[rounds.count / 2] }
    /// The best of the rounds.
    public var least: Double { rounds.min() ?? 0 }

    /// The sample that `percent` of all are not above; nil where none is timed.
    public func percentile(_ percent: Int) -> Double? {
      samples.isEmpty ? nil : samples.sorted()[(samples.count - 1) * percent / 100]
    }
  }

  /// The ways, in the order in which they were added.
  public private(set) var entries: [Entry] = []
  private let countAllocations: (() -> UInt64)?

  /// A contest of nobody yet; `countAllocations` says how often the process asked for memory so far.
  public init(countAllocations: (() -> UInt64)? = nil) { self.countAllocations = countAllocations }

  /// Adds a way; `body` does it `count` times, with the help of the process `server` and its children
  /// if one is named.
  public mutating func add(
    _ name: String, count: Int, server: Int32? = nil, _ body: @escaping () async throws -> Void
  ) {
    entries.append(Entry(name: name, count: count, server: server) { _ in try await body() })
  }

  /// Adds a way that times each of its operations by itself.
  public mutating func add(
    _ name: String, _ body: @escaping (OperationClock) async throws -> Void
  ) {
    entries.append(Entry(name: name, count: 0, server: nil, body: body))
  }

  /// Runs every way once unmeasured, and then `rounds` times by turns.
  public mutating func run(rounds: Int) async throws {
    for entry in entries { try await entry.body(OperationClock(countAllocations: nil)) }
    for _ in 0..<rounds {
      for index in entries.indices { try await measure(&entries[index]) }
    }
  }

  private func measure(_ entry: inout Entry) async throws {
    let clock = OperationClock(countAllocations: countAllocations)
    let served = entry.server.map(CPUTime.byProcess(ofFamily:)) ?? [:]
    let allocated = countAllocations?() ?? 0
    let (start, startWall) = (CPUTime.own, ContinuousClock.now)
    try await entry.body(clock)
    var spent = CPUTime.own - start - clock.spentAside
    let wall = ContinuousClock.now - startWall
    if let server = entry.server {
      // A process that ended meanwhile is not counted: in the server's favour.
      for (process, time) in CPUTime.byProcess(ofFamily: server) {
        spent += time - served[process, default: 0]
      }
    }
    if clock.operations > 0 { entry.count = clock.operations }
    let count = Double(entry.count)
    entry.rounds.append(Double(spent) / 1000 / count)
    entry.walls.append(wall / .microseconds(1) / count)
    entry.samples += clock.samples
    entry.allocations = countAllocations.map {
      Double($0() - allocated - clock.allocatedAside) / count
    }
  }

  /// The median of the CPU time of the way of that name, in microseconds.
  public func median(of name: String) -> Double { entry(name).median }

  /// The median of the wall time of the way of that name, in microseconds.
  public func wall(of name: String) -> Double { entry(name).medianWall }

  private func entry(_ name: String) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      preconditionFailure("nobody takes part as \(name)")
    }
    return entry
  }

  /// How many times as much CPU time as `base` the way of that name takes.
  public func ratio(of name: String, to base: String) -> Double {
    median(of: name) / median(of: base)
  }
}
