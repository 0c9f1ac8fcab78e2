import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultPolicy

@testable import ConsentVault
@testable import VaultStore

/// Somebody who can write the database edits who vouches for the policy.
@Suite struct SignatureEditTests {
  private func answer(_ vault: Vault) -> String {
    do throws(VaultError) {
      return try vault.check(subject("anna"), .styling).verdict.rawValue
    } catch { return error.code }
  }

  @Test(arguments: [
    "DELETE FROM signature", "UPDATE signature SET policy=1",
    "UPDATE signature SET key=replace(key, 'policy', 'polity')",
    "UPDATE signature SET note=note || 'x'", "UPDATE signature SET note=''",
    "UPDATE signature SET endorsement='x'",
    "INSERT INTO signature SELECT 9, key, note, NULL FROM signature",
    "DELETE FROM policy WHERE number=2",
  ])
  func withoutAKeyOfTheVaultNothingIsDecidedAndNothingLoaded(_ edit: String) async throws {
    let shop = try await SignedShop()
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    #expect(answer(try copy.open()) == "permit")
    let raw = try copy.raw()
    try raw.run(edit)
    #expect(raw.changes > 0)
    let vault = try copy.open()
    // One row more changes no answer, and is found.
    let isMore = edit.hasPrefix("INSERT")
    #expect(answer(vault) == (isMore ? "permit" : "INTEGRITY"))
    #expect(await code { _ = try vault.verifyLedger() } != nil)
    let unsigned = try RetailVault.policy("wide").source
    #expect(
      await code { _ = try await vault.loadPolicy(unsigned) }
        == (isMore ? "POLICY_UNSIGNED" : "INTEGRITY"))
  }

  @Test func aVaultThatKnewThePolicyBeforeTheEditLoadsNothingOverIt() async throws {
    let shop = try await SignedShop()
    #expect(answer(shop.vault) == "permit")
    try shop.world.test.raw().run("DELETE FROM signature")
    let unsigned = try RetailVault.policy("wide").source
    #expect(await code { _ = try await shop.vault.loadPolicy(unsigned) } == "INTEGRITY")
  }

  @Test func noRegistryThatWasEditedIsSealedWithTheNextVersion() async throws {
    let shop = try await SignedShop(keyed: false)
    #expect(answer(shop.vault) == "permit")
    try shop.world.test.raw().run(
      "UPDATE registry SET name='insight2' WHERE name='insight' AND kind=3")
    let wide = try RetailVault.policy("wide").source
    #expect(await code { _ = try await shop.vault.loadPolicy(wide) } == "INTEGRITY")
  }

  /// Seals the newest version anew: what the holder of a purpose key could do with the file.
  private func reseal(_ copy: VaultCopy, _ raw: RawDatabase) throws {
    let vault = try copy.open()
    let (number, seal) = try vault.store.read { snapshot in
      let row = try #require(try snapshot.policies().last)
      let sealed = try row.sealed(
        vault: vault.keys.vault, registry: snapshot.registry(), notices: snapshot.noticesDigest())
      return (row.number, try vault.keys.policyMAC(sealed))
    }
    try raw.run(
      "UPDATE policy SET seal=? WHERE number=?", .blob(seal.bytes), .integer(Int64(number)))
  }

  @Test func whoCanSealButNotSignChangesNoPolicy() async throws {
    let shop = try await SignedShop()
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    let raw = try copy.raw()
    let text = try shop.policy("wide").policy.canonicalJSON()
    try raw.run(
      "UPDATE policy SET canonical=?, version='2026.12.3', digest=? WHERE number=2", .text(text),
      .blob(SHA256.digest(of: Array(text.utf8)).bytes))
    try reseal(copy, raw)
    #expect(answer(try copy.open()) == "INTEGRITY")
  }

  @Test func whoCanSealLeavesTheNewestVersionUnsignedInVain() async throws {
    let shop = try await SignedShop()
    _ = try await shop.vault.loadPolicy(shop.policy("wide"))
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    let raw = try copy.raw()
    try raw.run("DELETE FROM signature WHERE policy=3")
    try reseal(copy, raw)
    #expect(answer(try copy.open()) == "INTEGRITY")
  }

  @Test(arguments: ["none", "another key"])
  func whoCanSealAndTakesTheKeyAwayIsFoundByTheLedger(_ kind: String) async throws {
    let shop = try await SignedShop()
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    let raw = try copy.raw()
    if kind == "none" {
      try raw.run("DELETE FROM signature")
    } else {
      try raw.run(
        "UPDATE signature SET key=?, note=?", .text(shop.successor.verifier.text),
        .text(try shop.policy(by: shop.successor).signature ?? ""))
    }
    try reseal(copy, raw)
    #expect(await code { _ = try copy.open().verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test(arguments: [
    "UPDATE signature SET note=(SELECT note FROM signature WHERE policy=3) WHERE policy=2",
    "DELETE FROM signature WHERE policy=2", "UPDATE signature SET endorsement=NULL WHERE policy=3",
  ])
  func anEditedSignatureOfAnEarlierVersionIsFoundByTheLedger(_ edit: String) async throws {
    let shop = try await SignedShop()
    let spare = PolicyKeyChange(
      to: shop.successor.verifier, endorsement: try shop.signer.endorse(shop.successor.verifier))
    _ = try await shop.vault.loadPolicy(
      shop.policy("short", by: shop.successor), setting: spare)
    _ = try await shop.vault.loadPolicy(shop.policy("wide", by: shop.successor))
    _ = try shop.vault.verifyLedger()
    try shop.vault.close()
    let copy = try VaultCopy(of: shop.world.test)
    try copy.raw().run(edit)
    let found = await code { _ = try copy.open().verifyLedger() }
    #expect(["LEDGER_BROKEN", "INTEGRITY"].contains(found))
  }
}
