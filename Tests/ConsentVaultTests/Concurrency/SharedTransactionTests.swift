import ConsentVaultTesting
import Testing
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// A decision made on a snapshot is only kept if nothing has changed since; callers share
/// transactions, so the change may be one of the same transaction.
@Suite struct SharedTransactionTests {
  private struct Undone: Error {}

  @Test func aLedgerThatDidNotGrowIsAVaultThatDidNotChange() async throws {
    let world = try await World()
    try world.vault.store.writeNow { transaction in
      let size = try transaction.ledgerEnd().size
      #expect(transaction.isUnchanged(sinceLedgerOf: size))
      #expect(!transaction.isUnchanged(sinceLedgerOf: size - 1))
      #expect(!transaction.isUnchanged(sinceLedgerOf: size + 1))
    }
  }

  @Test func aChangeOfTheSameTransactionIsNoticed() async throws {
    let world = try await World()
    let anna = world.anna
    try world.vault.store.writeNow { transaction in
      let size = try transaction.ledgerEnd().size
      let subject = try #require(try transaction.subject(anna))
      try transaction.write(subject)
      #expect(!transaction.isUnchanged(sinceLedgerOf: size))
    }
  }

  @Test func aChangeThatWasUndoneIsNoticedToo() async throws {
    let world = try await World()
    let anna = world.anna
    try world.vault.store.writeNow { transaction in
      let size = try transaction.ledgerEnd().size
      let subject = try #require(try transaction.subject(anna))
      #expect(throws: Undone.self) {
        try transaction.attempt { part in
          try part.write(subject)
          throw Undone()
        }
      }
      #expect(!transaction.isUnchanged(sinceLedgerOf: size))
    }
  }

  @Test func aPolicyWhoseLoadWasUndoneIsNeverGoneBy() async throws {
    let test = try RetailVault.make()
    let other = try test.open()
    let wide = try RetailVault.policy("wide").source
    let narrow = try RetailVault.policy("narrow").source
    let vault = test.vault
    #expect(throws: Undone.self) {
      try vault.store.writeNow { transaction in
        let known = try transaction.policies()
        _ = try vault.load(wide, over: known, allowOlder: false, setting: nil, in: transaction)
        #expect(try vault.policy(in: transaction).policy.version == wide.policy.version)
        throw Undone()
      }
    }
    _ = try await other.loadPolicy(narrow)
    #expect(try vault.policyInForceNow().policy.version == narrow.policy.version)
  }

  @Test func accessesThatRaceWithAWithdrawalNeverOutliveIt() async throws {
    let world = try await World()
    let anna = world.anna
    let vault = world.vault
    let permitted = try await withThrowingTaskGroup(of: UInt64?.self) { group in
      for _ in 0..<200 {
        group.addTask {
          guard case .permitted(let disclosure) = try await vault.access(anna, .styling) else {
            return nil
          }
          return disclosure.decision.leaf
        }
      }
      group.addTask {
        _ = try await vault.withdraw(anna, purpose: "marketing.styling")
        return nil
      }
      var leaves: [UInt64] = []
      for try await leaf in group { if let leaf { leaves.append(leaf) } }
      return leaves
    }
    let withdrawal = try #require(
      try await vault.history(of: anna).first { $0.type == "consent withdrawn" })
    #expect(permitted.allSatisfy { $0 < withdrawal.leaf })
  }
}
