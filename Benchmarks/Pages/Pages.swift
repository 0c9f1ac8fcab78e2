import Glibc
import Measuring

/// Sealed pages against plain SQLite, and against SQLCipher where the caller names its program in
/// `CVAULT_SQLCIPHER_PAGES`: the same statements on the same rows, by turns in one run (P11).
@main struct Pages {
  private let arguments = Arguments()
  private let vfs: SealingVFS
  private let sides: [any Side]
  private let rows: Int
  private let reads: Int

  static func main() async throws {
    guard Arguments().wants("pages", "P11") else { return }
    try await Pages().run()
  }

  private init() throws {
    vfs = try SealingVFS()
    rows = arguments.isQuick ? 100_000 : 1_000_000
    reads = arguments.isQuick ? 50_000 : 200_000
    let program = unsafe getenv("CVAULT_SQLCIPHER_PAGES").map { unsafe String(cString: $0) }
    let cipher = try program.map(SQLCipherSide.init(program:))
    sides =
      [OwnSide("plain", vfs: nil), OwnSide("sealed", vfs: vfs.name)] + [cipher].compactMap { $0 }
  }

  private func run() async throws {
    try await insert()
    let folder = TemporaryFolder()
    defer { folder.remove() }
    for side in sides {
      try side.perform(.open("\(folder.path)/\(side.name).db"))
      try side.perform(.fill(rows))
      try side.perform(.execute("PRAGMA cache_size=-2000"))
    }
    let apart = Work.read(reads, of: rows, inOneTransaction: false)
    let together = Work.read(reads, of: rows, inOneTransaction: true)
    try await measure("point read, 2 MB cache, each its own transaction", reads, apart, .small)
    try await measure("point read, 2 MB cache, one transaction", reads, together, .small)
    try await measure("scan, 2 MB cache", rows, .scan, .small)
    try await measure(
      "update, 20,000 at random in one transaction", 20_000, .update(20_000, of: rows), nil)
    try await measure("update, one row a transaction", 2_000, .updateOneByOne(2_000), nil)
    for side in sides {
      try side.perform(.execute("PRAGMA cache_size=-400000"))
      try side.perform(.scan)
    }
    try await measure(
      "point read, everything cached, each its own transaction", reads, apart, .cached)
    try await measure("point read, everything cached, one transaction", reads, together, .cached)
    try await measure("scan, everything cached", rows, .scan, .cached)
  }

  /// Into a new database in each round.
  private func insert() async throws {
    var contest = Contest()
    for side in sides {
      contest.add(side.name, count: rows, server: side.server) {
        let fresh = TemporaryFolder()
        defer { fresh.remove() }
        try side.perform(.open("\(fresh.path)/new.db"))
        try side.perform(.fill(rows))
      }
    }
    try await tell("bulk insert, 10,000 rows a transaction, and a checkpoint", &contest, .insert)
  }

  private func measure(_ title: String, _ count: Int, _ work: Work, _ goal: Held?) async throws {
    var contest = Contest()
    for side in sides {
      contest.add(side.name, count: count, server: side.server) { try side.perform(work) }
    }
    try await tell(title, &contest, goal)
  }

  private func tell(_ title: String, _ contest: inout Contest, _ goal: Held?) async throws {
    try await contest.run(rounds: arguments.isQuick ? 5 : 7)
    Report.head(title, asJSON: arguments.asJSON)
    Report.print(title, contest.entries, asJSON: arguments.asJSON, ratios: true)
    guard let goal else { return }
    let medians = contest.entries.map(\.median)
    Goal(
      "P11", title, medians[1] / medians[0], "×",
      comparedWith: "plain SQLite; in-process, synchronous=FULL", goal.toPlain
    ).tell(asJSON: arguments.asJSON)
    // What is in the cache is in clear on every side.
    guard medians.count > 2, goal != .cached else { return }
    Goal(
      "P11", "\(title), times faster", medians[2] / medians[1], "×",
      comparedWith: "SQLCipher of the machine; in-process, synchronous=FULL",
      .atLeast(2, moonshot: 4)
    ).tell(asJSON: arguments.asJSON)
  }

  /// What a measure is held to.
  private enum Held {
    case insert, small, cached

    var toPlain: Goal.Bounds {
      switch self {
      case .insert: .atMost(1.2, moonshot: 1.1)
      case .small: .atMost(1.5, moonshot: 1.2)
      case .cached: .atMost(1.05, moonshot: 1)
      }
    }
  }
}
