import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultStore

/// An older version is refused without a flag, and its leaf says what it is with it.
@Suite struct PolicyRollbackTests {
  @Test(arguments: [false, true])
  func anOlderVersionNeedsTheFlagAndIsToldInItsLeaf(_ keyed: Bool) async throws {
    let shop = try await SignedShop(keyed: keyed)
    _ = try await shop.vault.loadPolicy(shop.policy("wide"))
    #expect(try await shop.refusal(shop.policy("narrow")) == "VERSION_OLDER")
    let change = try await shop.vault.loadPolicy(shop.policy("narrow"), allowOlder: true)
    #expect(change.olderThan == "2026.12.3")
    let leaf = try #require(try shop.vault.ledger(limit: 100).last)
    #expect(leaf.type == "policy loaded")
    #expect(
      leaf.detail?.text == "retail-crm 2026.12.2 sha256:\(change.digest) older, over 2026.12.3")
    let rows = try shop.vault.policyLog()
    #expect(rows.last?.olderThan(rows.dropLast().last) == "2026.12.3")
    // Up again is no rollback.
    let up = try await shop.vault.loadPolicy(shop.policy("wide"))
    #expect(up.olderThan == nil)
    #expect(try shop.vault.ledger(limit: 100).last?.detail?.text?.hasSuffix("\(up.digest)") == true)
    _ = try shop.vault.verifyLedger()
  }

  @Test func anOlderVersionNeedsTheSignatureToo() async throws {
    let shop = try await SignedShop()
    _ = try await shop.vault.loadPolicy(shop.policy("wide"))
    let narrow = try RetailVault.policy("narrow").source
    #expect(try await shop.refusal(narrow, allowOlder: true) == "POLICY_UNSIGNED")
    #expect(try await shop.refusal(shop.policy("narrow"), allowOlder: true) == nil)
  }
}
