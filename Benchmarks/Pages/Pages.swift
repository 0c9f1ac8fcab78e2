import CSQLite
import CSealedVFS
import Measuring

/// Sealed pages against plain SQLite: the same statements on the same rows, by turns in one run (P11).
@main struct Pages {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("pages", "P11") else { return }
    let rows = arguments.isQuick ? 100_000 : 1_000_000
    let reads = arguments.isQuick ? 50_000 : 200_000
    let folder = TemporaryFolder()
    defer { folder.remove() }
    let vfs = try SealingVFS()
    let rounds = arguments.isQuick ? 5 : 7
    let sides: [(name: String, vfs: String?)] = [("plain", nil), ("sealed", vfs.name)]

    var inserts = Contest()
    for side in sides {
      inserts.add(side.name, count: rows) {
        let fresh = TemporaryFolder()
        defer { fresh.remove() }
        try Database("\(fresh.path)/new.db", vfs: side.vfs).fill(rows)
      }
    }
    try await inserts.run(rounds: rounds)
    tell("bulk insert, 10000 rows a transaction, checkpoint", inserts, .atMost(1.2, moonshot: 1.1))

    var pair: [(name: String, database: Database)] = []
    for side in sides {
      let database = try Database("\(folder.path)/\(side.name).db", vfs: side.vfs)
      try database.fill(rows)
      pair.append((side.name, database))
    }

    func measure(
      _ title: String, _ count: Int, _ bounds: Goal.Bounds? = nil,
      _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws {
      var contest = Contest()
      for (name, database) in pair { contest.add(name, count: count) { try body(database) } }
      try await contest.run(rounds: rounds)
      tell(title, contest, bounds)
    }
    let (cold, cached) = (
      Goal.Bounds.atMost(1.5, moonshot: 1.2), Goal.Bounds.atMost(1.05, moonshot: 1)
    )

    for (_, database) in pair { try database.execute("PRAGMA cache_size=-2000") }
    try await measure("point read, 2 MB cache, autocommit", reads, cold) {
      try $0.read(reads, of: rows, inOneTransaction: false)
    }
    try await measure("point read, 2 MB cache, one transaction", reads, cold) {
      try $0.read(reads, of: rows, inOneTransaction: true)
    }
    try await measure("scan, 2 MB cache", rows, cold) { try $0.scan(rows) }
    try await measure("update, 20,000 at random in one transaction", 20_000) {
      try $0.update(20_000, of: rows)
    }
    try await measure("update, one row a transaction", 2_000) { try $0.updateOneByOne(2_000) }
    for (_, database) in pair {
      try database.execute("PRAGMA cache_size=-400000")
      try database.scan(rows)
    }
    try await measure("point read, everything cached, autocommit", reads, cached) {
      try $0.read(reads, of: rows, inOneTransaction: false)
    }
    try await measure("point read, everything cached, one transaction", reads, cached) {
      try $0.read(reads, of: rows, inOneTransaction: true)
    }
    try await measure("scan, everything cached", rows, cached) { try $0.scan(rows) }

    func tell(_ title: String, _ contest: Contest, _ bounds: Goal.Bounds?) {
      Report.head(title, asJSON: arguments.asJSON)
      Report.print(title, contest.entries, asJSON: arguments.asJSON, ratios: true)
      guard let bounds else { return }
      Goal(
        "P11", title, contest.ratio(of: "sealed", to: "plain"), "×",
        comparedWith: "plain SQLite; \(rows) rows of 200 bytes, in-process", bounds
      ).tell(asJSON: arguments.asJSON)
    }
  }
}
