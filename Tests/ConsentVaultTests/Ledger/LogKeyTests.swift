import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// Checkpoints before, at and after a change of the log's key.
@Suite struct LogKeyTests {
  private let world: World
  private var vault: Vault { world.vault }

  init() async throws { world = try await World() }

  @Test func theCheckpointAfterAChangeOfKeyIsSignedByBoth() async throws {
    let before = try await vault.checkpoint()
    let old = try #require(vault.logKeys().first)
    _ = try await vault.rotateLogKey()
    let keys = try vault.logKeys()
    #expect(keys.count == 2)
    #expect(keys[1] == old)
    let handover = try SignedNote(parsing: try await vault.checkpoint())
    #expect(Set(try handover.verified(by: keys)) == Set(keys))
    // The one after by the new one alone; what the old one signed stays good.
    _ = try await vault.restrict(world.anna)
    let after = try SignedNote(parsing: try await vault.checkpoint())
    #expect(after.signatures.count == 1)
    #expect(try after.verified(by: keys) == [keys[0]])
    #expect(try vault.verifyLedger(against: before).size > 0)
  }

  @Test func aFullKeyringIsSaidToBeFullAndGoesOnSigning() async throws {
    var code: String?
    while code == nil {
      do { _ = try await vault.rotateLogKey() } catch { code = error.code }
    }
    #expect(code == "KEYRING_FULL")
    let keys = try vault.logKeys()
    #expect(keys.count == 256)
    let note = try SignedNote(parsing: try await vault.checkpoint())
    #expect(try note.verified(by: [keys[0]]).count == 1)
    let again = try world.test.open()
    #expect(try again.logKeys() == keys)
    #expect(try again.check(world.anna, .styling).verdict == .permit)
  }

  @Test func theSameTreeIsSignedAgainByTheNewKey() async throws {
    _ = try await vault.checkpoint()
    let leaf = try await vault.rotateLogKey().leaf
    let first = try await vault.inclusion(of: leaf)
    #expect(try await vault.inclusion(of: leaf).checkpoint == first.checkpoint)
    let note = try SignedNote(parsing: first.checkpoint)
    #expect(try note.verified(by: [vault.logKeys()[0]]).count == 1)
  }

  @Test func anotherProcessLearnsTheNewKey() async throws {
    let other = try world.test.open()
    _ = try await vault.rotateLogKey()
    let note = try await vault.checkpoint()
    #expect(try other.logKeys() == vault.logKeys())
    #expect(try await other.inclusion(of: 0).checkpoint == note)
  }

  @Test func aWitnessFollowsTheKeyOverItsHandover() async throws {
    let witness = try await World().test
    let old = try vault.logKeys()[0].text
    let first = try await vault.checkpoint()
    _ = try await witness.vault.witness(first, of: [old])
    _ = try await vault.rotateLogKey()
    let second = try await vault.checkpoint()
    let new = try vault.logKeys()[0].text
    let growth = try await vault.proveConsistency(from: first)
    // The new key alone does not vouch for what was seen under the old one.
    #expect(
      await code(of: { _ = try await witness.vault.witness(second, of: [new], proof: growth) })
        == "CHECKPOINT_UNTRUSTED")
    _ = try await witness.vault.witness(second, of: [old], proof: growth)
    _ = try await vault.restrict(world.anna)
    let third = try await vault.checkpoint()
    let next = try await vault.proveConsistency(from: second)
    _ = try await witness.vault.witness(third, of: [new], proof: next)
  }
}
