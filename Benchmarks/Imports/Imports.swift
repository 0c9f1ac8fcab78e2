import ConsentVault
import Measuring
import VaultCrypto
import VaultImport
import VaultModel

/// A file of customers on its way into a vault (P13), and what each small change takes.
@main struct Imports {
  static func main() async throws {
    let arguments = Arguments()
    if arguments.wants("import", "P13") { try await importCustomers(arguments) }
    if arguments.wants("change") {
      let folder = TemporaryFolder()
      defer { folder.remove() }
      let changes = try Changes(
        at: folder.path + "/changes.vault", rounds: arguments.isQuick ? 3 : 7,
        isQuick: arguments.isQuick)
      try await changes.run(arguments)
    }
  }

  private static func importCustomers(
    _ arguments: Arguments
  ) async throws {
    let count = arguments.isQuick ? 20_000 : 100_000
    let folder = TemporaryFolder()
    defer { folder.remove() }
    let file = CustomerFile(
      at: folder.path + "/customers.csv", count, from: SystemTime().now())
    var rates: [(wall: Double, processor: Double)] = []
    for round in 0..<3 {
      let path = "\(folder.path)/\(round).vault"
      let vault = try Vault.create(
        at: path, compiledPolicy: ShopPolicy.text,
        notices: ["news.en": "We write to you about news."], keyFile: path + ".key",
        keepRecoveryCode: { _ in })
      let importer = Importer(
        vault: vault, map: CustomerFile.map, mapDigest: SHA256.digest(of: []))
      let watch = Stopwatch()
      let report = try await importer.run(path: file.path, format: .csv)
      try vault.close()
      rates.append((Double(count) / watch.seconds, Double(count) / watch.processorSeconds))
      precondition(report.granted == count && report.values == 2 * count && report.rejected == 0)
    }
    let wall = rates.map(\.wall).sorted()[1]
    let processor = rates.map(\.processor).sorted()[1]
    if !arguments.asJSON {
      print(
        "\nimport\n\(count) customers of a CSV file, a consent and two values each: "
          + "\(Int(wall)) a second, \(Int(processor)) a second of CPU time")
    }
    Goal(
      "P13", "import of \(count) customers, a consent and two values each", wall, "subjects/s",
      comparedWith: "wall time, strict, in-process, from a CSV file with a map",
      .atLeast(5_000, moonshot: 25_000)
    ).tell(asJSON: arguments.asJSON)
  }
}
