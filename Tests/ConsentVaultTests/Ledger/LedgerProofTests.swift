import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// Proofs that a vault makes about its ledger.
@Suite struct LedgerProofTests {
  private let world: World
  private var vault: Vault { world.vault }

  init() async throws { world = try await World() }

  private func fill(_ counts: [Int]) throws {
    for count in counts {
      try vault.store.writeNow { transaction in
        for number in 0..<count {
          _ = try transaction.append(
            .keyEvent, about: nil, actor: "test", policy: 1,
            detail: LeafDetail(text: "\(number)"))
        }
      }
    }
  }

  @Test func everyLeafIsProved() async throws {
    try fill([200, 55, 1, 300])
    let keys = try vault.logKeys()
    let note = try await vault.checkpoint()
    let size = try Checkpoint(parsing: SignedNote(parsing: note).text).size
    for index in 0..<size {
      let proof = try InclusionProof(
        parsing: Array(try await vault.proveInclusion(of: index).utf8))
      let found = try proof.verify(signedBy: keys)
      #expect(found.checkpoint.size == size)
      #expect(try vault.store.read { try $0.leafBytes(index) } == found.leaf)
    }
    #expect(await code(of: { _ = try await vault.inclusion(of: size) }) == "LEAF_UNKNOWN")
  }

  @Test func aLeafAfterTheCheckpointGetsANewOne() async throws {
    let before = try await vault.checkpoint()
    let leaf = try #require(try await vault.restrict(world.anna).leaf)
    let found = try await vault.inclusion(of: leaf)
    #expect(found.checkpoint != before)
    #expect(found.index == leaf)
  }

  @Test func everyGrowthIsProved() async throws {
    let keys = try vault.logKeys()
    var notes: [String] = []
    for count in [1, 200, 3, 255, 256, 1] {
      notes.append(try await vault.checkpoint())
      try fill([count])
    }
    for old in notes {
      let text = try await vault.proveConsistency(from: old)
      let proof = try ConsistencyProof(parsing: Array(text.utf8))
      let from = try Checkpoint(SignedNote(parsing: old), signedBy: keys)
      #expect(try proof.verify(from: from, signedBy: keys).size > from.size)
    }
    // The newest to itself.
    let newest = try await vault.checkpoint()
    #expect(try await vault.proveConsistency(from: newest).hasPrefix("old "))
  }

  @Test func theLedgerIsHeldAgainstACheckpoint() async throws {
    let note = try await vault.checkpoint()
    let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
    try fill([300])
    #expect(try vault.verifyLedger(against: note) == head)
    let other = try await World()
    let foreign = try await other.vault.checkpoint()
    for (text, expected) in [
      ("", "CHECKPOINT_INVALID"), (note.replacing("\n", with: "\r\n"), "CHECKPOINT_INVALID"),
      (foreign, "CHECKPOINT_FOREIGN"),
      (note.replacing("\n\(head.size)\n", with: "\n\(head.size + 1)\n"), "CHECKPOINT_UNTRUSTED"),
    ] {
      #expect(await code(of: { _ = try vault.verifyLedger(against: text) }) == expected)
      #expect(await code(of: { _ = try await vault.proveConsistency(from: text) }) == expected)
    }
    let foreignKeys = try other.vault.logKeys()
    #expect(
      await code(of: { _ = try vault.verifyLedger(against: foreign, trusting: foreignKeys) })
        == "CHECKPOINT_FOREIGN")
  }

  @Test func aLedgerThatIsNotTheCheckpointsIsFoundOut() async throws {
    // The same vault goes two ways from one copy, which has another name.
    let fork = try VaultCopy(of: world.test).open()
    let common = try await vault.checkpoint()
    try fill([5])
    let note = try await vault.checkpoint()
    #expect(try fork.verifyLedger(against: common).size > 0)
    #expect(await code(of: { _ = try fork.verifyLedger(against: note) }) == "VAULT_ROLLED_BACK")
    for _ in 0..<5 {
      _ = try await fork.restrict(world.anna)
      _ = try await fork.unrestrict(world.anna)
    }
    #expect(try fork.verifyLedger(against: common).size > 0)
    #expect(await code(of: { _ = try fork.verifyLedger(against: note) }) == "LEDGER_FORKED")
    #expect(
      await code(of: { _ = try await fork.proveConsistency(from: note) }) == "LEDGER_FORKED")
  }
}
