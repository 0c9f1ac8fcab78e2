import CSQLite
import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultStore

/// The disk fails: the guard answers with a failure, never with data it should not give, and goes on when
/// the disk does.
@Suite struct DiskErrorTests {
  /// Ben's yes stands; Anna has taken hers back.
  private func world() async throws -> World {
    FaultyDisk.install()
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    return world
  }

  /// What the guarded read of one vault answers, in a word.
  private func answer(_ vault: Vault, _ id: SubjectID) async -> String {
    do throws(VaultError) {
      switch try await vault.access(id, .styling) {
      case .denied(let decision): return decision.codes.joined(separator: " ")
      case .permitted(let disclosure): return "permit of \(disclosure.values.count)"
      }
    } catch { return error.code }
  }

  private static let permitted = "permit of 1"
  private static let denied = "CONSENT_WITHDRAWN"
  private static let failures: Set = ["INPUT_OUTPUT", "DISK_FULL", "BUSY"]

  @Test(arguments: FaultyDisk.Call.allCases, [false, true])
  func aFailedCallIsAFailureAndTheNextReadIsRight(
    _ call: FaultyDisk.Call, isForGood: Bool
  ) async throws {
    let world = try await world()
    var failed = 0
    for passing in 0..<200 {
      let vault = try world.test.open()
      let count = await FaultyDisk.failing(
        call, of: world.test.path, after: passing, isForGood: isForGood
      ) {
        let ben = await answer(vault, world.ben)
        #expect(ben == Self.permitted || Self.failures.contains(ben), "\(passing): \(ben)")
        let anna = await answer(vault, world.anna)
        #expect(anna == Self.denied || Self.failures.contains(anna), "\(passing): \(anna)")
      }
      // The same vault, once the disk works: no connection that saw an error answers.
      #expect(await answer(vault, world.anna) == Self.denied)
      #expect(await answer(vault, world.ben) == Self.permitted)
      if count == 0 { break }
      failed += count
    }
    // A truncation and a mapping of the index do not happen at every access.
    #expect(failed > 0 || call == .truncate || call == .open || call == .mapIndex)
    let last = try world.test.open()
    _ = try last.verifyLedger()
  }

  @Test(arguments: FaultyDisk.Call.allCases, [false, true])
  func anAcknowledgedWithdrawalStandsWhateverFailed(
    _ call: FaultyDisk.Call, isForGood: Bool
  ) async throws {
    let world = try await world()
    for passing in 0..<200 {
      let id = subject("customer-\(passing)")
      _ = try await world.vault.grant(id, .webForm("marketing.styling"))
      let vault = try world.test.open()
      var acknowledged = false
      let count = await FaultyDisk.failing(
        call, of: world.test.path, after: passing, isForGood: isForGood
      ) {
        let found = await code { _ = try await vault.withdraw(id, purpose: nil) }
        acknowledged = found == nil
        #expect(found.map(Self.failures.contains) ?? true, "\(passing): \(found ?? "")")
      }
      if acknowledged { #expect(await answer(vault, id) == Self.denied, "\(passing)") }
      // The writer was opened anew: what failed can be said again.
      _ = try await vault.withdraw(id, purpose: nil)
      let next = try world.test.open()
      #expect(await answer(next, id) == Self.denied)
      if count == 0 { break }
    }
    _ = try world.test.open().verifyLedger()
  }

  @Test(arguments: FaultyDisk.Call.allCases)
  func anOpenThatFailsIsFollowedByOneThatRecovers(_ call: FaultyDisk.Call) async throws {
    let world = try await world()
    var failed = 0
    for passing in 0..<200 {
      let copy = try VaultCopy(of: world.test)
      let count = await FaultyDisk.failing(call, of: copy.path, after: passing, isForGood: true) {
        let found = copy.openingError()
        #expect(found.map(Self.failures.contains) ?? true, "\(passing): \(found ?? "")")
      }
      let vault = try copy.open()
      #expect(await answer(vault, world.anna) == Self.denied)
      if count == 0 { break }
      failed += count
    }
    #expect(failed > 0 || ![.read, .open, .lock, .mapIndex, .lockIndex].contains(call))
  }

  @Test func aFullDiskIsToldAsThatAndLosesNothing() async throws {
    let world = try await world()
    let vault = try world.test.open()
    _ = await FaultyDisk.failing(
      .write, of: world.test.path, after: 0, isForGood: true, code: SQLITE_FULL
    ) {
      #expect(
        await code { _ = try await vault.withdraw(world.ben, purpose: nil) } == "DISK_FULL")
      #expect(await answer(vault, world.ben) == "DISK_FULL")
      #expect(await code { _ = try vault.check(world.ben, .styling) } == nil)
    }
    #expect(await answer(vault, world.ben) == Self.permitted)
    _ = try await vault.withdraw(world.ben, purpose: nil)
    #expect(await answer(vault, world.ben) == Self.denied)
  }

  @Test func theCauseIsToldAndNotThatSomethingFailedEarlier() async throws {
    let world = try await world()
    var failed = 0
    for passing in 0..<200 {
      let vault = try world.test.open()
      let count = await FaultyDisk.failing(
        .read, of: world.test.path, after: passing, isForGood: false, code: SQLITE_CORRUPT
      ) {
        let found = await code {
          _ = try await vault.withdraw(subject("customer-\(passing)"), purpose: nil)
        }
        #expect(found == nil || found == "DATABASE_DAMAGED", "\(passing)")
      }
      if count == 0 { break }
      failed += count
    }
    #expect(failed > 0)
  }

  @Test(arguments: [FaultyDisk.Call.read, .write, .sync, .truncate])
  func aCheckpointThatFailsLosesNothing(_ call: FaultyDisk.Call) async throws {
    let world = try await world()
    var failed = 0
    for passing in 0..<200 {
      let vault = try world.test.open()
      _ = try await vault.withdraw(subject("customer-\(passing)"), purpose: nil)
      let size = try vault.statistics().ledgerSize
      failed += await FaultyDisk.failing(
        call, of: world.test.path + "/data.db", after: passing % 12, isForGood: false
      ) {
        let found = await code { try vault.close() }
        #expect(found.map(Self.failures.contains) ?? true)
      }
      let next = try world.test.open()
      #expect(try next.statistics().ledgerSize == size)
      if passing >= 12 { break }
    }
    #expect(failed > 0)
    _ = try world.test.open().verifyLedger()
  }

  @Test func aDamagedPageUnderALivingVaultIsAFailureUntilItIsWhole() async throws {
    let world = try await world()
    try world.vault.close()
    let path = world.test.path + "/data.db"
    let file = try #require(try VaultDirectory.read(path, at: 0, count: 1 << 20))
    for page in 1..<file.count / 4096 {
      let vault = try world.test.open()
      try flip(path, at: page * 4096 + 100)
      let ben = await answer(vault, world.ben)
      #expect([Self.permitted, "DATABASE_DAMAGED"].contains(ben), "page \(page): \(ben)")
      let anna = await answer(vault, world.anna)
      #expect([Self.denied, "DATABASE_DAMAGED"].contains(anna), "page \(page): \(anna)")
      try flip(path, at: page * 4096 + 100)
      #expect(await answer(vault, world.ben) == Self.permitted)
      #expect(await answer(vault, world.anna) == Self.denied)
      try vault.close()
    }
  }

  private func flip(_ path: String, at offset: Int) throws {
    let file = try SecureFile.open(path, writable: true)
    let byte = try file.read(at: offset, count: 1)
    try file.write([byte[0] ^ 1], at: offset)
  }
}
