import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultStore

/// Files that are put back under a running program.
@Suite struct LiveRollbackTests {
  /// Writes an old file over the one that others have open.
  private func putBack(_ bytes: [UInt8], over path: String) throws {
    let file = try SecureFile.open(path, writable: true)
    try file.write(bytes, at: 0)
  }

  @Test func aLedgerThatShrankUnderARunningProgramIsFound() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let old = try copy.bytes(of: "data.db")
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
    // The new pages are copied back, so that no log stands over the old ones.
    try world.vault.close()
    try putBack(old, over: world.test.path + "/data.db")
    let rolledBack = VaultError(.integrity, "VAULT_ROLLED_BACK", "")
    #expect(throws: rolledBack) { try world.vault.check(world.anna, .styling) }
    #expect(throws: rolledBack) { _ = try world.vault.accessNow(world.anna, .styling) }
    await #expect(throws: rolledBack) {
      try await world.vault.withdraw(world.ben, purpose: nil)
    }
  }

  @Test func aLedgerThatGrowsUnderManyReadersIsNoRollback() async throws {
    let world = try await World()
    let (vault, anna) = (world.vault, world.anna)
    let other = try world.test.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask { _ = try vault.check(anna, .styling) }
        group.addTask { _ = try await vault.access(anna, .styling) }
        if number.isMultiple(of: 10) {
          group.addTask { _ = try await other.withdraw(subject("c-\(number)"), purpose: nil) }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aViewThatBeganBeforeAChangeIsNoRollback() async throws {
    let world = try await World()
    let store = world.vault.store
    try store.read { snapshot in
      _ = try snapshot.policyNumber()
      let size = try store.writeNow { transaction in
        _ = try transaction.append(
          .keyEvent, about: nil, actor: "test", policy: 1, detail: LeafDetail(text: "one more"))
        return try transaction.ledgerEnd().size
      }
      #expect(try snapshot.ledgerEnd().size == size)
    }
  }
}
