import ConsentVault
import Measuring

/// What it costs to wait until the leaf of each read is on the disk: eight readers at once, strict against
/// unsynced (P10).
struct Audit {
  static let readers = 8
  private static let unsynced = "8 readers at once, crashSafe"
  private static let synced = "8 readers at once, strict"

  let shop: Shop
  let subjects: [SubjectID]

  /// Measures both by turns; each reads somebody else, one at a time.
  func contest(rounds: Int) async throws -> Contest {
    var options = Vault.Options()
    options.durability = .strict
    let strict = try Vault.openNow(
      at: shop.path, unlockedBy: .keyFile(shop.keyFile), options: options)
    var contest = Contest()
    for (name, vault) in [(Self.unsynced, shop.vault), (Self.synced, strict)] {
      contest.add(name, count: subjects.count) { try await read(from: vault) }
    }
    try await contest.run(rounds: rounds)
    return contest
  }

  private func read(from vault: Vault) async throws {
    let share = subjects.count / Self.readers
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reader in 0..<Self.readers {
        let own = subjects[reader * share..<(reader + 1) * share]
        group.addTask {
          for subject in own {
            switch try await vault.access(subject, Shop.request) {
            case .permitted: break
            case .denied: preconditionFailure("a denial would make the figure too good")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// P10: how much longer the same reads take by the wall clock.
  static func goal(of contest: Contest) -> Goal {
    Goal(
      "P10", "strict audit, 8 readers at once, times slower",
      contest.wall(of: synced) / contest.wall(of: unsynced), "×",
      comparedWith: "the same unsynced (crashSafe); wall time, in-process",
      .atMost(10, moonshot: 3))
  }
}
