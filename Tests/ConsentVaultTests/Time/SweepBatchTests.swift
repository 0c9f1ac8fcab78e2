import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel
import VaultStore

/// What one transaction of a sweep, or of any change, writes.
@Suite struct SweepBatchTests {
  @Test func aSweepTakesFewerPeopleAtOnceWhereOneLeafCouldNotTellOfAll() async throws {
    let test = try SmallShop.make()
    let rows = try (0..<70).map { number in
      var row = ImportedRow(subject: try SubjectID("person-\(number)"), source: "line \(number)")
      row.grants = (0..<64 as Range<Int64>).map { index in
        var grant = SmallShop.grant("news")
        grant.eventTime = SmallShop.time.backed(by: .seconds(index))
        return grant
      }
      return row
    }
    let taken = try await test.vault.importRows(rows)
    #expect(taken.outcomes.allSatisfy { $0.granted == 64 })
    test.clock.advance(by: .days(60))
    var options = SweepOptions()
    options.confirmsClock = true
    let report = try await test.vault.sweep(options)
    #expect(report.expired == 70 * 64)
    #expect(report.batches == 2)
    _ = try test.vault.verifyLedger()
    #expect(try await test.vault.sweep().expired == 0)
  }

  @Test func aTrailOfLeavesThatIsFollowedOnIsTheTrailOfAll() async throws {
    let world = try await World()
    let store = world.vault.store
    func trails(since known: ClockTrail) throws -> (all: ClockTrail, on: ClockTrail) {
      try store.read {
        (
          try $0.clockTrail(longest: .days(7)),
          try $0.clockTrail(longest: .days(7), since: known)
        )
      }
    }
    var known = ClockTrail()
    // Within the bound, beyond it, and on beyond it.
    for (days, isLeap) in [(0, false), (7, false), (8, true), (1, true)] as [(Int64, Bool)] {
      world.test.clock.advance(by: .days(days))
      _ = try await world.vault.withdraw(subject("carl"), purpose: nil)
      let (all, on) = try trails(since: known)
      #expect(all.hasLeap == isLeap && on.hasLeap == isLeap)
      #expect(all.believed == on.believed)
      known = on
    }
    // An owner's word ends it, whether the leaf is new or was seen before.
    _ = try await world.vault.sweep(SweepOptions())
    var options = SweepOptions()
    options.confirmsClock = true
    _ = try await world.vault.sweep(options)
    for _ in 0..<2 {
      let (all, on) = try trails(since: known)
      #expect(!all.hasLeap && !on.hasLeap && all.believed == on.believed)
      known = on
    }
  }

  @Test func idsOfOneTransactionBeginAlikeAndNoTwoAreTheSame() async throws {
    let test = try SmallShop.make()
    let ids = try (0..<2).map { _ in
      try test.vault.store.writeNow { transaction in
        try (0..<100).map { _ in try transaction.freshIdentifier() }
      }
    }
    for some in ids {
      #expect(Set(some).count == 100)
      #expect(Set(some.map { $0.high >> 32 }).count == 1)
      #expect(Set(some.map { $0.high & 0xFFFF_FFFF }).count == 100)
    }
    #expect(ids[0][0].high >> 32 != ids[1][0].high >> 32)
  }

  @Test func aSubjectIsNeverWrittenOverAnother() async throws {
    let world = try await World()
    let anna = world.anna
    #expect(throws: StoreError.self) {
      try world.vault.store.writeNow { transaction in
        let known = try #require(try transaction.subject(anna))
        try transaction.write(
          StoredSubject(
            tag: known.tag, id: try transaction.freshIdentifier(), record: known.record))
      }
    }
    #expect(try world.vault.check(anna, .styling).verdict == .permit)
  }
}
