import GDPRBench
import GDPRStores
import Glibc
import Measuring

/// GDPRbench-V: the vault against plain SQLite, in the four mixes of those who have to do with personal data.
///
/// `gdprbench [--quick] [--json] [--records N] [--mix NAME]`
@main struct GDPRBenchmark {
  private let arguments = Arguments()
  private let records: Int
  private let mix: Mix?

  static func main() async throws { try await GDPRBenchmark().run() }

  private init() {
    let words = CommandLine.arguments
    func word(after name: String) -> String? {
      words.firstIndex(of: name).flatMap { $0 + 1 < words.endIndex ? words[$0 + 1] : nil }
    }
    records = word(after: "--records").flatMap { Int($0) } ?? (arguments.isQuick ? 10_000 : 100_000)
    mix = word(after: "--mix").flatMap(Mix.init)
  }

  private var length: Race.Length {
    let turns: [Mix: Int] =
      arguments.isQuick
      ? [.controller: 300, .customer: 500, .processor: 150, .regulator: 200]
      : [.controller: 1_000, .customer: 2_000, .processor: 200, .regulator: 500]
    return Race.Length(
      rounds: arguments.isQuick ? 3 : 5, operations: turns.filter { mix == nil || $0.key == mix })
  }

  private func run() async throws {
    let population = Population(records: records)
    if !arguments.asJSON {
      print(
        "GDPRbench-V: \(records) records of \(population.subjects) subjects, \(population.consents.count)"
          + " consents\(arguments.isQuick ? "; quick: fewer of everything" : "")")
    }
    try await complete(population)
  }

  /// The four mixes (P1).
  private func complete(_ population: Population) async throws {
    let folders = (0..<3).map { _ in TemporaryFolder() }
    defer { for folder in folders { folder.remove() } }
    let race = Race(
      [
        try RawContender(in: folders[0].path, audited: false),
        try RawContender(in: folders[1].path, audited: true),
        try VaultContender(in: folders[2].path),
      ], over: population, length)
    for contender in race.contenders { try await contender.load(population) }
    try await race.run()
    let report = RaceReport(race: race, records: records, asJSON: arguments.asJSON)
    report.tell()
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
    for mix in race.mixes where race.score(of: 2, mix).leaks > 0 {
      fatalError("the vault leaked in the \(mix.rawValue) mix")
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
