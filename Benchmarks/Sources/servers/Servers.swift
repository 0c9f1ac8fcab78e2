import ConsentVault
import Measuring

#if canImport(PostgreSQL)
  import PostgreSQL
#endif
#if canImport(Redis)
  import Redis
#endif

/// The vault against the servers that a user would pick instead, in one run (P3, P4).
///
/// `Benchmarks/servers run` starts them. What is not there is named and skipped.
@main struct Servers {
  private let arguments = Arguments()
  private let customers: Customers
  /// Those who consent to the measured purpose.
  private let givers: [SubjectID]
  private let vault: CustomerVault
  private let folder: ServerFolder

  static func main() async throws {
    let arguments = Arguments()
    guard let folder = ServerFolder() else {
      return print("skipped: no servers are running; `Benchmarks/servers run` starts them")
    }
    guard ["P3", "P4"].contains(where: arguments.wants) else { return }
    let temporary = TemporaryFolder()
    defer { temporary.remove() }
    try await Servers(in: temporary.path, folder).run()
  }

  private init(in path: String, _ folder: ServerFolder) async throws {
    self.folder = folder
    customers = Customers(count: arguments.isQuick ? 1_000 : 10_000)
    givers = try customers.givers(of: Customers.purpose).map { try SubjectID($0) }
    vault = try await CustomerVault(at: path + "/customers.vault", customers)
  }

  private var rounds: Int { arguments.isQuick ? 5 : 7 }

  private func run() async throws {
    var reading = Contest()
    addVault(to: &reading)
    #if canImport(PostgreSQL)
      if let process = folder.postgreSQLProcess {
        let tables = try CustomerTables(
          folder: folder.postgreSQL, customers, passwords: min(500, givers.count))
        if arguments.wants("P3") { try await pointReads(tables, process) }
        addPurpose(tables, process, to: &reading)
      } else {
        print("skipped: PostgreSQL does not run")
      }
    #else
      print("skipped: PostgreSQL; libpq is not installed")
    #endif
    #if canImport(Redis)
      if let process = folder.redisProcess {
        try addPurpose(CustomerKeys(path: folder.redis, customers), process, to: &reading)
      } else {
        print("skipped: Redis does not run")
      }
    #else
      print("skipped: Redis; hiredis is not installed")
    #endif
    guard arguments.wants("P4") else { return }
    try await reading.run(rounds: rounds)
    ServerReport(asJSON: arguments.asJSON).tell("purpose read (P4), per record", reading.entries)
    let medians = Dictionary(uniqueKeysWithValues: reading.entries.map { ($0.name, $0.median) })
    let own = medians[Way.vaultPurpose] ?? 0
    for (way, bounds) in [
      (Way.purpose, Goal.Bounds.atLeast(8, moonshot: 20)),
      (Way.redisEach, .atLeast(5, moonshot: 10)),
    ] {
      guard let other = medians[way] else { continue }
      Goal(
        "P4", "purpose read of \(givers.count) subjects of \(customers.names.count)", other / own,
        "× faster", comparedWith: "\(way); vault: crashSafe, in-process, batches of 256", bounds
      ).tell(asJSON: arguments.asJSON)
    }
  }

  private func addVault(to contest: inout Contest) {
    contest.add(Way.vaultPurpose, count: givers.count) {
      let sum = try await vault.read(givers, batch: 256)
      // A denial anywhere would make the figure too good.
      precondition(sum == givers.count * Customers.value.count)
    }
    contest.add("vault, finds them itself, then the same", count: givers.count) {
      let sum = try await vault.readPurpose()
      precondition(sum == givers.count * Customers.value.count)
    }
  }

  /// What is told of the ways that goals are made of.
  enum Way {
    static let vaultPurpose = "vault, crashSafe, batches of 256"
    static let purpose = "PostgreSQL, one statement, commit not waited for"
    static let redisEach = "Redis, one round trip, an audit entry a record"
  }
}

#if canImport(Redis)
  extension Servers {
    private func addPurpose(_ keys: CustomerKeys, _ process: Int32, to contest: inout Contest) {
      for (name, auditsEach) in [
        (Way.redisEach, true), ("Redis, the same, one audit entry", false),
      ] {
        contest.add(name, count: givers.count, server: process) {
          let sum = try keys.readPurpose(auditsEach: auditsEach)
          precondition(sum == givers.count * Customers.value.count)
        }
      }
    }
  }
#endif

#if canImport(PostgreSQL)
  extension Servers {
    private func addPurpose(_ tables: CustomerTables, _ process: Int32, to contest: inout Contest) {
      for (name, commit) in [
        (Way.purpose, "off"), ("PostgreSQL, one statement, commit synced", "on"),
      ] {
        contest.add(name, count: givers.count, server: process) {
          try tables.setSynchronousCommit(commit)
          let sum = try tables.readPurpose()
          precondition(sum == givers.count * Customers.value.count)
        }
      }
    }

    /// P3: each way reads one record of each of the purpose's subjects.
    private func pointReads(_ tables: CustomerTables, _ process: Int32) async throws {
      let names = givers.map(\.text)
      var contest = Contest()
      contest.add("vault, crashSafe, batch of 256", count: givers.count) {
        let sum = try await vault.read(givers, batch: 256)
        precondition(sum == givers.count * Customers.value.count)
      }
      contest.add("vault, crashSafe, one by one (accessNow)", count: givers.count) {
        let sum = try givers.reduce(0) { try $0 + vault.readNow($1) }
        precondition(sum == givers.count * Customers.value.count)
      }
      func add(
        _ name: String, _ commit: String, _ count: Int, batch: Int = 1,
        _ body: @escaping (ArraySlice<String>) throws -> Int
      ) {
        contest.add(name, count: count, server: process) {
          try tables.setSynchronousCommit(commit)
          var sum = 0
          for start in stride(from: 0, to: count, by: batch) {
            sum += try body(names[start..<min(start + batch, count)])
          }
          precondition(sum == count * Customers.value.count)
        }
      }
      func one(_ names: ArraySlice<String>) throws -> Int {
        try tables.read(names[names.startIndex])
      }
      let few = min(500, names.count)
      add("PostgreSQL, one by one, commit not waited for", "off", names.count, one)
      add("PostgreSQL, one by one, commit synced", "on", few, one)
      add("PostgreSQL, one by one, pgp_sym_decrypt", "off", few) {
        try tables.readByPassword($0[$0.startIndex])
      }
      add("PostgreSQL, 256 in a round trip (pipeline)", "off", names.count, batch: 256) {
        try tables.pipeline($0)
      }
      add("PostgreSQL, 256 in a statement (= ANY)", "off", names.count, batch: 256) {
        try tables.read($0)
      }
      add("PostgreSQL, 256 in a statement, commit synced", "on", names.count, batch: 256) {
        try tables.read($0)
      }
      try await contest.run(rounds: rounds)

      // The durability class of `crashSafe`: a commit is in the kernel, and nothing is synced.
      try tables.setSyncing(false)
      var unsynced = contest.entries
      contest = Contest()
      add("PostgreSQL, one by one, commit in the kernel", "on", names.count, one)
      add("PostgreSQL, 256 in a statement, in the kernel", "on", names.count, batch: 256) {
        try tables.read($0)
      }
      try await contest.run(rounds: rounds)
      try tables.setSyncing(true)
      unsynced += contest.entries
      ServerReport(asJSON: arguments.asJSON).tell(
        "point read (P3), PostgreSQL \(tables.version)", unsynced)
      tellGoals(unsynced)
    }

    private func tellGoals(_ entries: [Contest.Entry]) {
      for (own, other, measure) in [
        (0, 2, "guarded point read, ours in batches of 256, theirs one a statement"),
        (1, 2, "guarded point read, one by one on both sides"),
        (0, 6, "guarded point read, 256 at a time on both sides"),
      ] {
        Goal(
          "P3", measure, entries[other].median / entries[own].median, "× faster",
          comparedWith: "\(entries[other].name); Unix socket; vault: crashSafe, in-process",
          .atLeast(8, moonshot: 15)
        ).tell(asJSON: arguments.asJSON)
      }
    }
  }
#endif
