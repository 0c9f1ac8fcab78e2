import ConsentVault
import Glibc
import Measuring

/// Whom a purpose may reach, out of a million consents: the first hundred by name, and how many (P14).
@main struct Reach {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("reach") else { return }
    let consents = arguments.isQuick ? 100_000 : 1_000_000
    let rounds = arguments.isQuick ? 3 : 7
    var contest = Contest()
    var made: [(purposes: Int, customers: Customers)] = []
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
      contest.add("first 100, \(name)", count: 20) {
        for _ in 0..<20 {
          let found = try vault.contactable(for: "news-0", limit: 100)
          precondition(found.count == 100)
        }
      }
      contest.add("count of \(all), \(name)", count: 20) {
        for _ in 0..<20 {
          let found = try vault.countContactable(for: "news-0")
          precondition(found.count == all)
        }
      }
    }
    try await contest.run(rounds: rounds)
    Report.print("reach", contest.entries, asJSON: arguments.asJSON, ratios: false)
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
