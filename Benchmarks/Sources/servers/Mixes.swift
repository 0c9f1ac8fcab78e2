import GDPRBench
import GDPRStores
import Measuring

#if POSTGRESQL
  import PostgreSQL
#endif
#if REDIS
  import Redis
#endif

/// The four mixes of GDPRbench-V on the vault and on the servers, against one oracle.
struct Mixes {
  private let arguments: Arguments
  private let folder: ServerFolder

  init(_ arguments: Arguments, _ folder: ServerFolder) {
    self.arguments = arguments
    self.folder = folder
  }

  func run() async throws {
    let temporary = TemporaryFolder()
    defer { temporary.remove() }
    let population = Population(records: arguments.isQuick ? 10_000 : 100_000)
    var contenders: [any Contender] = [try VaultContender(in: temporary.path)]
    #if POSTGRESQL
      if let process = folder.postgreSQLProcess {
        contenders.append(try PostgreSQLContender(folder: folder.postgreSQL, process: process))
      }
    #endif
    #if REDIS
      var redis: RedisContender?
      if let process = folder.redisProcess {
        let contender = try RedisContender(folder: folder.redis, process: process)
        contenders.append(contender)
        redis = contender
      }
    #endif
    let race = Race(contenders, over: population, length)
    for contender in contenders { try await contender.load(population) }
    try await race.run()
    for mix in race.mixes { tell(mix, of: race, population) }
    #if REDIS
      if let redis { tell("refused after the value had arrived", redis.refusedAfterArrival, redis) }
    #endif
  }

  private var length: Race.Length {
    Race.Length(
      rounds: arguments.isQuick ? 3 : 5,
      operations: arguments.isQuick
        ? [.controller: 300, .customer: 500, .processor: 100, .regulator: 200]
        : [.controller: 1_000, .customer: 2_000, .processor: 200, .regulator: 500])
  }

  private func tell(_ mix: Mix, of race: Race, _ population: Population) {
    let title = "GDPRbench-V, \(mix.rawValue), \(population.records.count) records"
    if !arguments.asJSON {
      print("\n\(title): ops/s, p50 µs, p99 µs, CPU µs/op, to the vault, leaks of must-deny")
    }
    let own = race.score(of: 0, mix).cpuMicros
    for (index, contender) in race.contenders.enumerated() {
      let score = race.score(of: index, mix)
      let figures = [
        ("ops_per_s", score.perSecond), ("p50_us", score.latency(0.5)),
        ("p99_us", score.latency(0.99)), ("cpu_us", score.cpuMicros),
        ("to_vault", score.cpuMicros / own),
      ].map { ($0, Double(Int($1 * 100)) / 100) }
      if arguments.asJSON {
        let fields = figures.map { #""\#($0)":\#($1)"# }.joined(separator: ",")
        print(
          #"{"bench":"servers","mix":"\#(mix.rawValue)","contender":"\#(contender.name)","#
            + #""durability":"\#(contender.durability)",\#(fields),"#
            + #""leaks":\#(score.leaks),"must_deny":\#(score.mustDeny)}"#)
      } else {
        let texts = figures.map { "\($1)" }.joined(separator: ", ")
        print("  \(contender.name): \(texts), \(score.leaks)/\(score.mustDeny)")
      }
    }
  }

  private func tell(_ what: String, _ count: Int, _ contender: any Contender) {
    print(
      arguments.asJSON
        ? #"{"bench":"servers","contender":"\#(contender.name)","\#(what)":\#(count)}"#
        : "\n\(contender.name): \(what): \(count)")
  }
}
