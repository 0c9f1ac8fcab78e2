import GDPRBench
import GDPRStores
import Measuring

/// Reads every record of a purpose that reaches 4,000 of 10,000 people, one record each (P4).
struct PurposeRead {
  let isQuick: Bool
  let asJSON: Bool

  func run() async throws {
    let reached = isQuick ? 400 : 4_000
    let population = Population(subjects: reached * 5 / 2, reached: reached, valueSize: 100)
    let folders = (0..<3).map { _ in TemporaryFolder() }
    defer { for folder in folders { folder.remove() } }
    let vault = try VaultContender(in: folders[2].path)
    let stores: [any Contender] = [
      try RawContender(in: folders[0].path, audited: false),
      try RawContender(in: folders[1].path, audited: true), vault,
    ]
    var contest = Contest()
    for store in stores {
      try await store.load(population)
      contest.add("\(store.name), read by purpose", count: reached) {
        let answer = try await store.perform(.readPurpose(Population.audiencePurpose))
        guard case .data(reached, _) = answer else { preconditionFailure("too few were read") }
      }
    }
    let audience = try vault.audience(of: Population.audiencePurpose)
    contest.add("vault, of people who are named", count: reached) {
      let answer = try await vault.readAll(audience, Population.audiencePurpose)
      guard case .data(reached, _) = answer else { preconditionFailure("too few were read") }
    }
    contest.add("vault, whom alone", count: reached) {
      let count = try vault.audience(of: Population.audiencePurpose).count
      precondition(count == reached, "too few were found")
    }
    try await contest.run(rounds: isQuick ? 5 : 7)
    let title = "read by purpose, \(reached) of \(population.subjects) people, a subject"
    Report.head(title, asJSON: asJSON)
    Report.print(title, contest.entries, asJSON: asJSON, ratios: true)
    let ratio = contest.entries[2].median / contest.entries[0].median
    Goal(
      "P4", "purpose read of \(reached) subjects", ratio, "×",
      comparedWith: "raw SQLite, a join by purpose, no audit; crashSafe, batch of 256, in-process",
      .atMost(1.8, moonshot: 1.2)
    ).tell(asJSON: asJSON)
  }
}
