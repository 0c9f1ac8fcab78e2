import GDPRBench
import GDPRStores
import Measuring

/// What a byte of personal data takes on disk (P9), after a checkpoint: all files of a vault with its ledger,
/// against plain SQLite with the same metadata and indices.
struct Space {
  /// What is stored.
  let name: String
  let population: Population
  let bounds: Goal.Bounds

  func tell(asJSON: Bool) async throws {
    let folders = [TemporaryFolder(), TemporaryFolder()]
    defer { for folder in folders { folder.remove() } }
    let raw = try RawContender(in: folders[0].path, audited: false, valueSize: population.valueSize)
    let vault = try VaultContender(in: folders[1].path)
    try raw.load(population)
    try await vault.load(population)
    let bytes = try [raw.bytesOnDisk(), vault.bytesOnDisk()].map {
      Double($0) / Double(population.personalBytes)
    }
    Goal(
      "P9", "space, \(name)", bytes[1] / bytes[0], "×",
      comparedWith:
        "raw SQLite with the same metadata, \(hundredth(bytes[1])) bytes a personal byte to"
        + " \(hundredth(bytes[0])); on disk after a checkpoint",
      bounds
    ).tell(asJSON: asJSON)
  }
}

/// Two decimals, without Foundation.
private func hundredth(_ number: Double) -> String {
  let hundredths = Int64((number * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
