import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultPolicy
import VaultStore

/// A policy key gives way to nothing but its own word.
@Suite struct PolicyKeyTests {
  private func change(_ shop: SignedShop, by endorser: PolicySigner?) throws -> PolicyKeyChange {
    PolicyKeyChange(
      to: shop.successor.verifier, endorsement: try endorser?.endorse(shop.successor.verifier))
  }

  @Test func anOwnerAloneReplacesNoKey() async throws {
    let shop = try await SignedShop()
    let signed = try shop.policy("wide", by: shop.successor)
    #expect(try await shop.refusal(signed) == "POLICY_SIGNATURE_WRONG")
    #expect(
      try await shop.refusal(signed, setting: change(shop, by: nil)) == "POLICY_KEY_BOUND")
    for (name, word) in [
      ("its own", try shop.successor.endorse(shop.successor.verifier)),
      ("another key", try shop.signer.endorse(PolicySigner(newNamed: "c").verifier)),
      ("the wrong way round", try shop.successor.endorse(shop.signer.verifier)),
      ("a signed policy", try shop.signer.sign(RetailVault.policy("wide").source)), ("none", ""),
    ] {
      let key = PolicyKeyChange(to: shop.successor.verifier, endorsement: word)
      #expect(try await shop.refusal(signed, setting: key) == "ENDORSEMENT_WRONG", "\(name)")
    }
  }

  @Test func twoSignaturesOnAPolicyAreNoEndorsement() async throws {
    let shop = try await SignedShop()
    let signed = try shop.policy("wide")
    var note = try SignedNote(parsing: signed.signature ?? "")
    note.add(try shop.successor.sign(note.text))
    let key = PolicyKeyChange(to: shop.successor.verifier, endorsement: note.encoded)
    #expect(
      try await shop.refusal(signed.with(signature: note.encoded), setting: key)
        == "ENDORSEMENT_WRONG")
  }

  @Test func anEndorsedKeyTakesOverAndTheOldOneNeverComesBack() async throws {
    let shop = try await SignedShop()
    let key = try change(shop, by: shop.signer)
    // The new key must have signed what it comes into force with.
    #expect(try await shop.refusal(shop.policy(), setting: key) == "POLICY_SIGNATURE_WRONG")
    #expect(try await shop.refusal(shop.policy(by: shop.successor), setting: key) == nil)
    #expect(try await shop.refusal(shop.policy("wide")) == "POLICY_SIGNATURE_WRONG")
    #expect(try await shop.refusal(shop.policy("wide", by: shop.successor)) == nil)
    let back = PolicyKeyChange(
      to: shop.signer.verifier, endorsement: try shop.successor.endorse(shop.signer.verifier))
    #expect(try await shop.refusal(shop.policy("wide"), setting: back) == "POLICY_KEY_REPLACED")
    #expect(
      try shop.vault.policyLog().keys.map(\.key)
        == [shop.signer.verifier, shop.successor.verifier])
    _ = try shop.vault.verifyLedger()
  }

  @Test func anEndorsementOfTheFirstDayServesWhenTheKeyIsLost() async throws {
    let shop = try await SignedShop()
    let spare = try change(shop, by: shop.signer)
    for name in ["narrow", "wide"] { _ = try await shop.vault.loadPolicy(shop.policy(name)) }
    #expect(
      try await shop.refusal(shop.policy("wide", by: shop.successor), setting: spare) == nil)
  }

  @Test func aKeyThatSignsSomethingElseIsNone() throws {
    let signer = try PolicySigner(newNamed: "example.com/policy")
    #expect(throws: VaultError(.usage, "POLICY_KEY_INVALID", "")) {
      try VerifierKey(ofPolicies: signer.verifier.with(.cosignature).text)
    }
    #expect(try VerifierKey(ofPolicies: signer.verifier.text) == signer.verifier)
  }

  @Test func aVaultThatWasOpenBeforeTakesNothingUnsigned() async throws {
    let shop = try await SignedShop(keyed: false)
    let other = try shop.world.test.open()
    #expect(try other.policyInForceNow().number == 1)
    _ = try await shop.vault.loadPolicy(
      shop.policy(), setting: PolicyKeyChange(to: shop.signer.verifier))
    let wide = try RetailVault.policy("wide").source
    #expect(try await shop.refusal(wide, in: other) == "POLICY_UNSIGNED")
    #expect(try await shop.refusal(shop.policy("wide"), in: other) == nil)
  }

  @Test func loadsThatRaceWithAKeyNeverGetPastIt() async throws {
    for _ in 0..<8 {
      let shop = try await SignedShop(keyed: false)
      let other = try shop.world.test.open()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          _ = try await shop.vault.loadPolicy(
            shop.policy("wide"), allowOlder: true,
            setting: PolicyKeyChange(to: shop.signer.verifier))
        }
        group.addTask {
          for name in ["narrow", "short", "wide", "narrow"] {
            let source = try RetailVault.policy(name).source
            _ = await code { _ = try await other.loadPolicy(source, allowOlder: true) }
          }
        }
        try await group.waitForAll()
      }
      let rows = try shop.vault.policyLog()
      let first = try #require(rows.firstIndex { $0.signature != nil })
      #expect(rows[first...].allSatisfy { $0.signature?.key == shop.signer.verifier })
      #expect(rows.count - 1 == first)
      _ = try other.verifyLedger()
    }
  }
}
