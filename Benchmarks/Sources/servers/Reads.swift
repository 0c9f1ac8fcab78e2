import ConsentVault
import Measuring

#if POSTGRESQL
  import PostgreSQL
#endif
#if REDIS
  import Redis
#endif

/// Reads of one record of each subject of a purpose: one by one and 256 at a time (P3), and all of the
/// purpose (P4).
struct Reads {
  private let arguments: Arguments
  private let folder: ServerFolder
  private let customers: Customers
  /// Those who consent to the purpose.
  private let givers: [SubjectID]
  private let vault: CustomerVault

  init(_ arguments: Arguments, _ folder: ServerFolder, in path: String) async throws {
    self.arguments = arguments
    self.folder = folder
    customers = Customers(count: arguments.isQuick ? 1_000 : 10_000)
    givers = try customers.givers(of: Customers.purpose).map { try SubjectID($0) }
    vault = try await CustomerVault(at: path + "/customers.vault", customers)
  }

  private var rounds: Int { arguments.isQuick ? 5 : 7 }

  func run() async throws {
    var purpose = Contest()
    addVault(to: &purpose)
    #if POSTGRESQL
      if let process = folder.postgreSQLProcess {
        let tables = try CustomerTables(
          folder: folder.postgreSQL, customers, passwords: Self.few)
        if arguments.wants("P3") { try await points(tables, process) }
        add(tables, process, to: &purpose)
      }
    #endif
    #if REDIS
      if let process = folder.redisProcess {
        try add(CustomerKeys(path: folder.redis + "/redis.sock", customers), process, to: &purpose)
      }
    #endif
    guard arguments.wants("P4") else { return }
    try await purpose.run(rounds: rounds)
    tell("purpose read, per record", purpose)
    for (other, bounds) in [
      (Way.postgreSQL, Goal.Bounds.atLeast(8, moonshot: 20)),
      (Way.redis, .atLeast(5, moonshot: 10)),
    ] where purpose.entries.contains(where: { $0.name == other }) {
      goal(
        "P4", "purpose read of \(givers.count) subjects", Way.vaultPurpose, other, purpose, bounds)
    }
  }

  private func addVault(to contest: inout Contest) {
    // The servers find the people themselves, and so does the vault; that it knows them is told beside it.
    add(Way.vaultPurpose, to: &contest) { try await vault.readPurpose() }
    add("vault, of people who are named", to: &contest) {
      try await vault.read(givers, batch: 256)
    }
  }

  /// A way to read a value of each of `count` givers; what it answers is how many bytes it read.
  private func add(
    _ name: String, count: Int? = nil, server: Int32? = nil, to contest: inout Contest,
    _ body: @escaping () async throws -> Int
  ) {
    let count = count ?? givers.count
    contest.add(name, count: count, server: server) {
      let sum = try await body()
      // A denial anywhere would make the figure too good.
      precondition(sum == count * Customers.value.count, "not everything was read")
    }
  }

  private func goal(
    _ id: String, _ measure: String, _ own: String, _ other: String, _ contest: Contest,
    _ bounds: Goal.Bounds
  ) {
    Goal(
      id, "\(measure), times faster, CPU", contest.ratio(of: other, to: own), "×",
      comparedWith: "\(other), Unix socket; \(own), in-process", bounds
    ).tell(asJSON: arguments.asJSON)
  }

  /// CPU time and, beside it, wall time: a server works while its client waits.
  private func tell(_ title: String, _ contest: Contest) {
    Report.head(title, asJSON: arguments.asJSON)
    Report.print(title, contest.entries, asJSON: arguments.asJSON, ratios: true)
    if !arguments.asJSON { print("median wall time, µs:") }
    for entry in contest.entries {
      let wall = Double(Int(entry.medianWall * 100)) / 100
      print(
        arguments.asJSON
          ? #"{"group":"\#(title)","name":"\#(entry.name)","median_wall_us":\#(wall)}"#
          : "  \(entry.name): \(wall)")
    }
  }

  /// So many are enough of what takes long.
  private static let few = 400

  /// What is told of the ways that goals are made of.
  private enum Way {
    static let vault = "vault, crashSafe, batches of 256"
    static let vaultPurpose = "vault, read by purpose, crashSafe, batches of 256"
    static let vaultSingly = "vault, crashSafe, one by one (accessNow)"
    static let postgreSQL = "PostgreSQL, one statement, commit not waited for"
    static let postgreSQLSingly = "PostgreSQL, one by one, commit not waited for"
    static let postgreSQLMany = "PostgreSQL, 256 in a statement, commit not waited for"
    static let redis = "Redis, one round trip, an audit entry a record"
  }
}

#if REDIS
  extension Reads {
    private func add(_ keys: CustomerKeys, _ process: Int32, to contest: inout Contest) {
      add(Way.redis, server: process, to: &contest) { try keys.readPurpose(auditsEach: true) }
      add("Redis, the same, one audit entry", server: process, to: &contest) {
        try keys.readPurpose(auditsEach: false)
      }
    }
  }
#endif

#if POSTGRESQL
  extension Reads {
    private func add(_ tables: CustomerTables, _ process: Int32, to contest: inout Contest) {
      for (name, commit) in [
        (Way.postgreSQL, "off"), ("PostgreSQL, one statement, commit synced", "on"),
      ] {
        add(name, server: process, to: &contest) {
          try tables.setSynchronousCommit(commit)
          return try tables.readPurpose()
        }
      }
    }

    private func points(_ tables: CustomerTables, _ process: Int32) async throws {
      let names = givers.map(\.text)
      var contest = Contest()
      add(Way.vault, to: &contest) { try await vault.read(givers, batch: 256) }
      add(Way.vaultSingly, to: &contest) { try givers.reduce(0) { try $0 + vault.readNow($1) } }
      func addTables(
        _ name: String, _ commit: String, _ count: Int, batch: Int = 1,
        _ body: @escaping (ArraySlice<String>) throws -> Int
      ) {
        add(name, count: count, server: process, to: &contest) {
          try tables.setSynchronousCommit(commit)
          return try stride(from: 0, to: count, by: batch).reduce(0) {
            try $0 + body(names[$1..<min($1 + batch, count)])
          }
        }
      }
      func one(_ names: ArraySlice<String>) throws -> Int {
        try tables.read(names[names.startIndex])
      }
      let few = min(Self.few, names.count)
      addTables(Way.postgreSQLSingly, "off", names.count, one)
      addTables("PostgreSQL, one by one, commit synced", "on", few, one)
      addTables("PostgreSQL, one by one, pgp_sym_decrypt, a key", "off", few) {
        try tables.read($0[$0.startIndex], .keyed)
      }
      addTables("PostgreSQL, one by one, pgp_sym_decrypt, a password", "off", few) {
        try tables.read($0[$0.startIndex], .password)
      }
      addTables("PostgreSQL, 256 in a round trip (pipeline)", "off", names.count, batch: 256) {
        try tables.pipeline($0)
      }
      addTables(Way.postgreSQLMany, "off", names.count, batch: 256) { try tables.read($0) }
      addTables(
        "PostgreSQL, 256 in a statement, pgp_sym_decrypt, a key", "off", names.count, batch: 256
      ) { try tables.read($0, .keyed) }
      addTables("PostgreSQL, 256 in a statement, commit synced", "on", names.count, batch: 256) {
        try tables.read($0)
      }
      try await contest.run(rounds: rounds)
      tell("point read, PostgreSQL \(tables.version)", contest)
      let bounds = Goal.Bounds.atLeast(8, moonshot: 15)
      goal("P3", "point read, ours batched", Way.vault, Way.postgreSQLSingly, contest, bounds)
      goal("P3", "point read, singly", Way.vaultSingly, Way.postgreSQLSingly, contest, bounds)
      goal("P3", "point read, both batched", Way.vault, Way.postgreSQLMany, contest, bounds)

      // The very class of `crashSafe`: a commit is in the kernel before it is answered, and nothing is synced.
      try tables.setSyncing(false)
      contest = Contest()
      add(Way.vault, to: &contest) { try await vault.read(givers, batch: 256) }
      addTables("PostgreSQL, one by one, commit in the kernel", "on", names.count, one)
      addTables(
        "PostgreSQL, 256 in a statement, commit in the kernel", "on", names.count, batch: 256
      ) {
        try tables.read($0)
      }
      try await contest.run(rounds: rounds)
      try tables.setSyncing(true)
      tell("point read, commits in the kernel (fsync=off)", contest)
    }
  }
#endif
