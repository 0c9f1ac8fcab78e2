import Glibc

/// Stores that run the same streams, by turns.
public final class Race {
  /// Why a race ends early.
  public enum Failure: Error {
    /// A store gave another answer than the right one.
    case wrongAnswer(contender: String, step: Step, answer: Answer)
  }

  /// How many operations a turn has, and how many rounds there are.
  public struct Length: Sendable {
    /// Measured rounds; there is one before them that is not.
    public let rounds: Int
    /// Operations of one turn of a mix.
    public let operations: [Mix: Int]

    /// - Parameters:
    ///   - rounds: measured rounds.
    ///   - operations: of one turn of each mix that is run.
    public init(rounds: Int, operations: [Mix: Int]) {
      self.rounds = rounds
      self.operations = operations
    }
  }

  /// The stores.
  public let contenders: [any Contender]
  private var workload: Workload
  private let length: Length
  private var scores: [[Mix: Score]]

  /// A race over a population that the stores have been loaded with.
  public init(_ contenders: [any Contender], over population: Population, _ length: Length) {
    self.contenders = contenders
    self.length = length
    workload = Workload(population)
    scores = contenders.map { _ in [:] }
  }

  /// The mixes that are run.
  public var mixes: [Mix] { Mix.allCases.filter { length.operations[$0] != nil } }

  /// What a contender took for a mix.
  public func score(of contender: Int, _ mix: Mix) -> Score { scores[contender][mix] ?? Score() }

  /// Runs all rounds; who begins changes from round to round.
  public func run() async throws {
    let opening = workload.opening()
    for index in contenders.indices { _ = try await turn(opening, by: index, Score()) }
    for round in 0...length.rounds {
      for mix in mixes {
        let steps = workload.next(length.operations[mix] ?? 0, of: mix)
        for place in contenders.indices {
          let index = (place + round) % contenders.count
          let score = try await turn(
            steps, by: index, round == 0 ? Score() : self.score(of: index, mix))
          if round > 0 { scores[index][mix] = score }
        }
      }
    }
  }

  /// One turn, added to a score.
  private func turn(_ steps: [Step], by index: Int, _ score: Score) async throws -> Score {
    let contender = contenders[index]
    let price = Clocks.priceOfLooking
    var score = score
    var (cpu, wall) = (try -contender.serverCPU(), Int64(0))
    for step in steps {
      let (cpuBefore, wallBefore) = (Clocks.cpu(), Clocks.wall())
      let answer = try await contender.perform(step.operation)
      let (wallSpent, cpuSpent) = (Clocks.wall() - wallBefore, Clocks.cpu() - cpuBefore - price)
      guard answer == step.expected || step.expected == .denied else {
        throw Failure.wrongAnswer(contender: contender.name, step: step, answer: answer)
      }
      score.count(step, answer, cpu: cpuSpent, wall: wallSpent)
      cpu += cpuSpent
      wall += wallSpent
      if step.operation.needsPause { usleep(2_000) }
    }
    let cpuBefore = Clocks.cpu()
    try await contender.settle()
    cpu += Clocks.cpu() - cpuBefore + (try contender.serverCPU())
    score.add(Score.Turn(operations: steps.count, cpu: cpu, wall: wall))
    return score
  }
}
