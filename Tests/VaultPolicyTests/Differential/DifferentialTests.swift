import FoundationEssentials
import Testing
import VaultModel
import VaultPolicy

/// The engine over a policy, the engine over its canonical text read back under another registry, that
/// engine asked in numbers, and the reference: four ways, one answer.
@Suite("Random policies")
struct DifferentialTests {
  // A slice; `Scripts/differential` asks for more.
  private static let worlds = setting("CVAULT_DIFFERENTIAL_WORLDS") ?? 120
  private static let requests = setting("CVAULT_DIFFERENTIAL_REQUESTS") ?? 18_000
  private static let seed = UInt64(setting("CVAULT_SEED") ?? 1)

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test func everyWayOfDecidingSaysTheSame() throws {
    let zones = try RandomPolicy.zoneRules()
    var tally = Differential.Tally()
    for world in 0..<Self.worlds {
      let seed = Self.seed &* 1_000_003 &+ UInt64(world)
      var differential = try Differential(seed: seed, zones: zones)
      let share = Self.requests * (world + 1) / Self.worlds - Self.requests * world / Self.worlds
      try differential.run(share, &tally)
    }
    print(
      "\(Self.worlds) policies, \(tally.requests) requests, \(tally.permits) permits,",
      "\(tally.withheld) in part, \(tally.inNumbers) in numbers too,",
      "\(Self.told(tally.codes).count) of \(Self.codes.count) codes,",
      "\(tally.mismatchCount) mismatches")
    #expect(tally.mismatchCount == 0, "\(tally.mismatches.joined(separator: "\n"))")
    // A world in which nearly all is denied, or permitted, would prove little.
    #expect((tally.requests / 10...tally.requests * 2 / 5).contains(tally.permits))
    #expect(tally.withheld > tally.requests / 200)
    #expect(tally.inNumbers > tally.requests / 2)
    #expect(Self.codes.subtracting(Self.told(tally.codes)) == [])
  }

  /// What the engine can say; the other codes are the door's.
  private static let codes = Set(Reasons.names).subtracting(["VAULT_LOCKED", "INTERNAL"])

  private static func told(_ codes: Set<String>) -> Set<String> {
    Set(codes.map { $0.hasPrefix("NEVER:") ? "NEVER" : $0 })
  }
}
