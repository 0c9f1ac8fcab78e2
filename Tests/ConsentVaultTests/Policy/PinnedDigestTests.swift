import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// From the leaf of a decision to the digest of the policy that it went by.
@Suite struct PinnedDigestTests {
  @Test func everyDecisionsLeafLeadsToThePoliciesDigest() async throws {
    let world = try await World()
    var digests: [String: String] = [:]
    for name in ["policy", "narrow", "wide"] {
      if name != "policy" { _ = try await world.vault.loadPolicy(RetailVault.policy(name).source) }
      for request in [Request.styling, .newsletter] {
        let decision: Decision
        switch try await world.vault.access(world.anna, request) {
        case .permitted(let disclosure): decision = disclosure.decision
        case .denied(let refused): decision = refused
        }
        let expected = try RetailVault.policy(name).source.statement.digest
        #expect(decision.policy.digest == expected)
        #expect(try world.vault.check(world.anna, request).policy == decision.policy)
        digests["\(try #require(decision.leaf))"] = "\(expected)"
      }
    }
    #expect(Set(digests.values).count == 3)
    // What an auditor has: the leaves alone.
    let leaves = try world.vault.ledger(limit: 1000)
    let loaded = leaves.filter { $0.type == "policy loaded" }.map { $0.detail?.text ?? "" }
    for (leaf, digest) in digests {
      let entry = try #require(leaves.first { "\($0.leaf)" == leaf })
      #expect(loaded[Int(entry.policy) - 1].hasSuffix("sha256:\(digest)"))
    }
  }

  @Test(arguments: [(UInt32(0), LeafType.permit), (2, .deny), (1, .keyEvent), (99, .permit)])
  func aLeafThatNamesAnotherPolicyIsFound(_ number: UInt32, _ type: LeafType) async throws {
    let world = try await World()
    _ = try world.vault.store.writeNow {
      try $0.append(type, about: nil, actor: "x", policy: number, detail: LeafDetail())
    }
    let found = await code { _ = try world.vault.verifyLedger() }
    #expect(found == (number == 1 ? nil : "LEDGER_BROKEN"))
  }

  @Test func anEarlierVersionExchangedWithItsDigestIsFound() async throws {
    let world = try await World()
    for name in ["narrow", "wide"] {
      _ = try await world.vault.loadPolicy(RetailVault.policy(name).source)
    }
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let text = try RetailVault.policy("short").source.policy.canonicalJSON()
    try copy.raw().run(
      "UPDATE policy SET canonical=?, digest=? WHERE number=2", .text(text),
      .blob(SHA256.digest(of: Array(text.utf8)).bytes))
    #expect(await code { _ = try copy.open().verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test(arguments: [
    "DELETE FROM policy WHERE number=2", "UPDATE policy SET number=number+10 WHERE number=2",
  ])
  func aVersionThatIsMissingIsFound(_ edit: String) async throws {
    let world = try await World()
    for name in ["narrow", "wide"] {
      _ = try await world.vault.loadPolicy(RetailVault.policy(name).source)
    }
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.raw().run(edit)
    #expect(await code { _ = try copy.open().verifyLedger() } != nil)
  }
}
