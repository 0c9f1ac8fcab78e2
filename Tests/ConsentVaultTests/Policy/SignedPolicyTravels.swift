import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultStore

/// A policy key goes wherever the vault goes.
@Suite struct SignedPolicyTravels {
  @Test func aRestoredVaultIsBoundByTheKey() async throws {
    let shop = try await SignedShop()
    let backups = try await Backups(shop.world)
    try backups.make()
    _ = try await shop.vault.loadPolicy(shop.policy("narrow"))
    try backups.make(keysOnly: true)
    let back = try backups.restore().vault
    #expect(try back.policyLog().compactMap(\.signature?.key).count == 2)
    let wide = try RetailVault.policy("wide").source
    #expect(await code { _ = try await back.loadPolicy(wide) } == "POLICY_UNSIGNED")
    _ = try await back.loadPolicy(shop.policy("wide"))
    _ = try back.verifyLedger()
  }

  @Test func aVaultUnderANewRootIsBoundByTheKey() async throws {
    let shop = try await SignedShop()
    _ = try await shop.vault.rotateRoot(unlockedBy: .keyFile(shop.world.test.keyFile))
    let next = try shop.world.test.open()
    let wide = try RetailVault.policy("wide").source
    #expect(await code { _ = try await next.loadPolicy(wide) } == "POLICY_UNSIGNED")
    _ = try await next.loadPolicy(shop.policy("wide"))
    _ = try next.verifyLedger()
  }

  @Test func aVaultOfAnEarlierVersionTakesAKeyOnceItIsBroughtUp() async throws {
    let shop = try await SignedShop(keyed: false)
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    try copy.turnBack(to: 2)
    #expect(try copy.convert())
    let vault = try copy.open()
    _ = try await vault.loadPolicy(
      shop.policy(), setting: PolicyKeyChange(to: shop.signer.verifier))
    let wide = try RetailVault.policy("wide").source
    #expect(await code { _ = try await vault.loadPolicy(wide) } == "POLICY_UNSIGNED")
    _ = try vault.verifyLedger()
  }
}
