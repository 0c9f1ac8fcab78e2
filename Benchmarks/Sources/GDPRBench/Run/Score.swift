/// What a contender took for a mix.
public struct Score: Sendable {
  /// One turn.
  struct Turn {
    let operations: Int
    let cpu: Int64
    let wall: Int64
  }

  /// What operations of one kind took, all rounds together.
  public struct Kind: Sendable {
    /// How many.
    public private(set) var count = 0
    private var cpu: Int64 = 0

    mutating func add(_ nanoseconds: Int64) {
      count += 1
      cpu += nanoseconds
    }

    /// CPU time of this process for one, in microseconds.
    public var micros: Double { count == 0 ? 0 : Double(cpu) / 1000 / Double(count) }
  }

  private(set) var turns: [Turn] = []
  private(set) var latencies: [Int64] = []
  /// Operations that had to be denied and were not.
  public private(set) var leaks = 0
  /// Operations that had to be denied.
  public private(set) var mustDeny = 0
  /// By kind of operation; of servers only what their client spent.
  public private(set) var kinds: [String: Kind] = [:]

  mutating func count(_ step: Step, _ answer: Answer, cpu: Int64, wall: Int64) {
    latencies.append(wall)
    kinds[step.operation.kind, default: Kind()].add(cpu)
    guard step.expected == .denied else { return }
    mustDeny += 1
    if answer != .denied { leaks += 1 }
  }

  mutating func add(_ turn: Turn) { turns.append(turn) }

  /// CPU time of one operation, in microseconds, servers included: the median of the rounds.
  public var cpuMicros: Double {
    median { Double($0.cpu) / 1000 / Double($0.operations) }
  }

  /// Operations in a second of wall time, one after the other: the median of the rounds.
  public var perSecond: Double { median { Double($0.operations) * 1e9 / Double($0.wall) } }

  /// Wall time that `share` of all operations of all rounds did not exceed, in microseconds.
  public func latency(_ share: Double) -> Double {
    guard !latencies.isEmpty else { return 0 }
    let place = min(latencies.count - 1, Int(Double(latencies.count) * share))
    return Double(latencies.sorted()[place]) / 1000
  }

  private func median(_ figure: (Turn) -> Double) -> Double {
    turns.isEmpty ? 0 : turns.map(figure).sorted()[turns.count / 2]
  }
}
