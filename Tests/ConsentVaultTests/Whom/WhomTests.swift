import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultPolicy
import VaultStore

/// The list of whom a purpose may reach is what the engine says of each subject alone.
@Suite struct WhomTests {
  /// How many random crowds; a script asks for more.
  static let crowds =
    ProcessInfo.processInfo.environment["CVAULT_CROWDS"].flatMap { UInt64($0) } ?? 6
  static let seed = ProcessInfo.processInfo.environment["CVAULT_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func everyListIsWhatTheEngineSaysOfEachSubject() async throws {
    var (worlds, reached, unread) = (0, 0, 0)
    for seed in Self.seed..<Self.seed + Self.crowds {
      var crowd = try Crowd(seed: seed, of: 40)
      for round in 0..<4 {
        for terms in crowd.purposes {
          try crowd.read(for: terms)
          unread += try crowd.vault.listedUnread(for: terms.definition.name).count
          for channel in [nil] + terms.definition.channels.map(Optional.some) {
            let purpose = terms.definition.name
            let expected = try crowd.expected(for: terms, over: channel)
            let told = try crowd.told(for: purpose, over: channel)
            let count = try crowd.vault.countContactable(for: purpose, over: channel)
            let place = "seed \(seed), round \(round), \(purpose) over \(channel ?? "any")"
            try #require(told == expected, "the list: \(place)")
            try #require(count.count == expected.count, "the count: \(place)")
            if !count.reasons.isEmpty { #expect(expected.isEmpty, "\(place)") }
            reached += expected.count
          }
        }
        let faults = try crowd.vault.store.read { snapshot in
          try snapshot.candidateFaults(at: crowd.vault.store.time(in: snapshot).vault)
        }
        try #require(faults == 0, "the rows: seed \(seed), round \(round)")
        worlds += crowd.customers.count
        try await crowd.moveClock()
        if round % 2 == 0 { try crowd.changeSome() }
      }
    }
    // A list of nobody would agree with an engine that refuses everything.
    #expect(reached > worlds / 8)
    #expect(unread > worlds / 8, "whoever is read anew says nothing of who is kept")
    if Self.crowds > 6 {
      print(
        "\(worlds) worlds, \(reached) times somebody was reached, \(unread) times kept, 0 differ")
    }
  }
}
