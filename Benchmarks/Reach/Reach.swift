import ConsentVault
import Glibc
import Measuring

/// Whom a purpose may reach, out of a million consents: the first hundred by name, and how many (P14).
@main struct Reach {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("reach", "P14") else { return }
    let consents = arguments.isQuick ? 100_000 : 1_000_000
    let rounds = arguments.isQuick ? 3 : 7
    var contest = Contest()
    var made: [(purposes: Int, customers: Customers)] = []
    var goals: [(name: String, bounds: Goal.Bounds)] = []
    let folder = TemporaryFolder()
    defer { folder.remove() }
    Report.head("reach", asJSON: arguments.asJSON)
    for purposes in [ShopPolicy.purposes, 1] {
      let path = "\(folder.path)/\(purposes).vault"
      let start = clock()
      let customers = try Customers(at: path, consents / purposes, purposes: purposes)
      let spent = Double(clock() - start) / Double(consents)
      var file = stat()
      unsafe stat(path + "/data.db", &file)
      if !arguments.asJSON {
        print(
          "\(consents) consents for \(purposes): \(spent) µs and "
            + "\(Int(file.st_size) / consents) bytes each")
      }
      made.append((purposes, customers))
      let vault = customers.vault
      let all = consents / purposes
      let name = "\(purposes) purpose\(purposes == 1 ? "" : "s")"
      let (first, count) = ("first 100, \(name)", "count of \(all), \(name)")
      goals.append((first, .atMost(1, moonshot: 0.1)))
      goals.append((count, .atMost(50, moonshot: 5)))
      contest.add(first, count: 20) {
        for _ in 0..<20 {
          let found = try vault.contactable(for: "news-0", limit: 100)
          precondition(found.count == 100)
        }
      }
      contest.add(count, count: 20) {
        for _ in 0..<20 {
          let found = try vault.countContactable(for: "news-0")
          precondition(found.count == all)
        }
      }
    }
    try await contest.run(rounds: rounds)
    Report.print("reach", contest.entries, asJSON: arguments.asJSON, ratios: false)
    for (name, bounds) in goals {
      Goal(
        "P14", "\(name) each", contest.median(of: name) / 1000, "ms",
        comparedWith: "\(consents) consents, CPU, in-process", bounds
      ).tell(asJSON: arguments.asJSON)
    }
    var asked = Contest()
    for (purposes, customers) in made {
      let (all, doubtful) = (consents / purposes, consents / purposes / 1_000)
      try customers.doubt(doubtful)
      asked.add("count of \(all), \(doubtful) of them asked about", count: 1) {
        let found = try customers.vault.countContactable(for: "news-0")
        precondition(found.count == all)
      }
    }
    try await asked.run(rounds: rounds)
    Report.print("reach", asked.entries, asJSON: arguments.asJSON, ratios: false)
  }
}
