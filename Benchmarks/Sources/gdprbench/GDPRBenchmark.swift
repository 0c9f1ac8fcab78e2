import GDPRBench
import GDPRStores
import Glibc
import Measuring

/// GDPRbench-V: the vault against plain SQLite, in the four mixes of those who have to do with personal data.
///
/// `gdprbench [--quick] [--json] [--records N] [--mix NAME] [--only mixes|purpose|space|vault]`; `vault` runs
/// the mixes on the vault alone, for a profiler.
@main struct GDPRBenchmark {
  private let arguments = Arguments()
  private let records: Int
  private let mix: Mix?

  static func main() async throws {
    do {
      try await GDPRBenchmark().run()
    } catch let failure as Race.Failure {
      stop("\(failure)")
    }
  }

  private init() {
    records =
      Arguments.value(after: "--records").flatMap { Int($0) }
      ?? (arguments.isQuick ? 10_000 : 100_000)
    let name = Arguments.value(after: "--mix")
    mix = name.flatMap(Mix.init)
    if let name, mix == nil { Self.stop("there is no mix `\(name)`") }
  }

  /// A read by purpose grows with the population, so of a large one there are fewer operations.
  private var length: Race.Length {
    let turns: [Mix: Int] =
      arguments.isQuick
      ? [.controller: 300, .customer: 500, .processor: 150, .regulator: 200]
      : records < 500_000
        ? [.controller: 1_000, .customer: 2_000, .processor: 200, .regulator: 500]
        : [.controller: 500, .customer: 1_000, .processor: 60, .regulator: 300]
    return Race.Length(
      rounds: arguments.isQuick ? 3 : 5, operations: turns.filter { mix == nil || $0.key == mix })
  }

  private func run() async throws {
    if arguments.wants("P1", "mixes", "vault") {
      try await complete(Population(records: records))
    }
    guard mix == nil else { return }
    if arguments.wants("P4", "purpose") {
      try await PurposeRead(isQuick: arguments.isQuick, asJSON: arguments.asJSON).run()
    }
    if arguments.wants("P9", "space") { try await space() }
  }

  /// The four mixes (P1).
  private func complete(_ population: Population) async throws {
    let before = Memory.highest
    let folders = (0..<3).map { _ in TemporaryFolder() }
    defer { for folder in folders { folder.remove() } }
    var contenders: [any Contender] = [try VaultContender(in: folders[0].path)]
    if !arguments.only.contains("vault") {
      contenders.insert(try RawContender(in: folders[1].path, audited: false), at: 0)
      contenders.insert(try RawContender(in: folders[2].path, audited: true), at: 1)
    }
    let race = Race(contenders, over: population, length)
    for contender in contenders {
      let took = try await ContinuousClock().measure { try await contender.load(population) }
      if !arguments.asJSON { print("\(contender.name): \(records) records loaded in \(took)") }
    }
    fflush(nil)
    let loaded = Memory.highest
    try await race.run()
    let report = RaceReport(race: race, records: records, asJSON: arguments.asJSON)
    report.tell(population, isQuick: arguments.isQuick)
    report.tellMemory([before, loaded, Memory.highest])
    if contenders.count == 3 { tellGoals(report) }
    for mix in race.mixes where race.score(of: contenders.count - 1, mix).leaks > 0 {
      Self.stop("the vault leaked in the \(mix.rawValue) mix")
    }
  }

  private static func stop(_ message: String) -> Never {
    let line = Array("gdprbench: \(message)\n".utf8)
    unsafe write(STDERR_FILENO, line, line.count)
    exit(1)
  }

  private func tellGoals(_ report: RaceReport) {
    let race = report.race
    for (index, other) in ["no audit", "with an unsynced audit row"].enumerated() {
      for mix in race.mixes {
        goal(
          "\(mix.rawValue), \(records) records",
          race.score(of: 2, mix).cpuMicros / race.score(of: index, mix).cpuMicros, other)
      }
      goal(
        "completion of \(race.mixes.count) mixes, \(records) records",
        report.completion(of: 2) / report.completion(of: index), other)
    }
  }

  private func space() async throws {
    let count = arguments.isQuick ? 5_000 : 50_000
    for (size, bounds) in [
      (100, Goal.Bounds.atMost(1.6, moonshot: 1.3)), (1_000, .atMost(1.2, moonshot: 1.05)),
    ] {
      try await Space(
        name: "\(count) values of \(size) B, 10 a subject under 4 consents",
        population: Population(records: count, valueSize: size), bounds: bounds
      ).tell(asJSON: arguments.asJSON)
      try await Space(
        name: "\(count / 5) values of \(size) B, one a subject under one consent",
        population: Population(subjects: count / 5, reached: count / 10, valueSize: size),
        bounds: bounds
      ).tell(asJSON: arguments.asJSON)
    }
  }

  private func goal(_ measure: String, _ ratio: Double, _ other: String) {
    Goal(
      "P1", "GDPRbench-V \(measure), CPU", ratio, "×",
      comparedWith:
        "raw SQLite, \(other); one client, changes strict and reads crashSafe, in-process",
      .atMost(1.6, moonshot: 1.25)
    ).tell(asJSON: arguments.asJSON)
  }
}
