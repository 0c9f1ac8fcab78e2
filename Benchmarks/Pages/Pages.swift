import CSQLite
import CSealedVFS
import Measuring

/// Sealed pages against plain SQLite: the same statements on the same rows, by turns in one run (P11).
@main struct Pages {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("pages") else { return }
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
    let title = "bulk insert, 10,000 rows a transaction, and a checkpoint"
    Report.head(title, asJSON: arguments.asJSON)
    Report.print(title, inserts.entries, asJSON: arguments.asJSON, ratios: true)

    var pair: [(name: String, database: Database)] = []
    for side in sides {
      let database = try Database("\(folder.path)/\(side.name).db", vfs: side.vfs)
      try database.fill(rows)
      pair.append((side.name, database))
    }

    func measure(
      _ title: String, _ count: Int, _ body: @escaping @Sendable (Database) throws -> Void
    ) async throws {
      var contest = Contest()
      for (name, database) in pair { contest.add(name, count: count) { try body(database) } }
      try await contest.run(rounds: rounds)
      Report.head(title, asJSON: arguments.asJSON)
      Report.print(title, contest.entries, asJSON: arguments.asJSON, ratios: true)
    }

    for (_, database) in pair { try database.execute("PRAGMA cache_size=-2000") }
    try await measure("point read, 2 MB cache, each its own transaction", reads) {
      try $0.read(reads, of: rows, inOneTransaction: false)
    }
    try await measure("point read, 2 MB cache, one transaction", reads) {
      try $0.read(reads, of: rows, inOneTransaction: true)
    }
    try await measure("scan, 2 MB cache", rows) { try $0.scan(rows) }
    try await measure("update, 20,000 at random in one transaction", 20_000) {
      try $0.update(20_000, of: rows)
    }
    try await measure("update, one row a transaction", 2_000) { try $0.updateOneByOne(2_000) }
    for (_, database) in pair {
      try database.execute("PRAGMA cache_size=-400000")
      try database.scan(rows)
    }
    try await measure("point read, everything cached, each its own transaction", reads) {
      try $0.read(reads, of: rows, inOneTransaction: false)
    }
    try await measure("point read, everything cached, one transaction", reads) {
      try $0.read(reads, of: rows, inOneTransaction: true)
    }
    try await measure("scan, everything cached", rows) { try $0.scan(rows) }
  }
}
