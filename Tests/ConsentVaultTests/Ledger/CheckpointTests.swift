import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// What a vault signs about its ledger.
@Suite struct CheckpointTests {
  private let world: World
  private var vault: Vault { world.vault }

  init() async throws { world = try await World() }

  @Test func itIsTheTreeSignedByTheVaultsKey() async throws {
    let note = try await vault.checkpoint()
    let keys = try vault.logKeys()
    let head = try Checkpoint(SignedNote(parsing: note), signedBy: keys)
    let report = try vault.verifyLedger()
    #expect(head.size == report.size)
    #expect(head.root == report.root)
    #expect(head.origin == Checkpoint.origin(name: "test", vault: vault.keys.vault))
  }

  @Test func aLedgerThatDidNotGrowGetsTheSameOne() async throws {
    let first = try await vault.checkpoint()
    world.test.clock.advance(by: .days(1))
    #expect(try await vault.checkpoint() == first)
    #expect(try vault.store.read { try $0.checkpoints().count } == 1)
    _ = try await vault.restrict(world.anna)
    #expect(try await vault.checkpoint() != first)
    #expect(try vault.store.read { try $0.checkpoints().count } == 2)
  }

  @Test func anotherProcessKnowsIt() async throws {
    let first = try await vault.checkpoint()
    let other = try world.test.open()
    #expect(try await other.checkpoint() == first)
  }

  @Test func theLogKeepsItsNameWhenTheDirectoryIsRenamed() async throws {
    let first = try await vault.checkpoint()
    let renamed = try VaultCopy(of: world.test).open()
    _ = try await renamed.restrict(world.anna)
    let second = try await renamed.checkpoint()
    #expect(try renamed.logKeys() == vault.logKeys())
    #expect(second.split(separator: "\n")[0] == first.split(separator: "\n")[0])
  }

  @Test func aPurposeKeySignsNothing() async throws {
    let file = world.test.folder + "/purpose.key"
    _ = try await vault.issueKey(for: ["marketing.styling"], to: file)
    let held = try world.test.open(unlockedBy: .keyFile(file))
    #expect(await code(of: { _ = try await held.checkpoint() }) == "OWNER_KEY_NEEDED")
    #expect(await code(of: { _ = try await held.inclusion(of: 0) }) == "OWNER_KEY_NEEDED")
    // What an owner has signed it may hand out.
    let note = try await vault.checkpoint()
    #expect(try await held.inclusion(of: 0).checkpoint == note)
    #expect(try held.verifyLedger(against: note).size > 0)
  }

  @Test func nothingIsSignedThatDoesNotGoOnFromTheLast() async throws {
    let note = try await vault.checkpoint()
    let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
    // A checkpoint of another tree that this vault's key has signed, as after a rewriting.
    func put(_ size: UInt64, _ root: Digest) throws {
      let text = Checkpoint(origin: head.origin, size: size, root: root).text
      let key = try #require(vault.logKeys().first)
      let forged = SignedNote(
        text: text,
        signatures: [
          NoteSignature(
            name: key.name, keyID: key.keyID,
            signature: try vault.keys.sign(Array(text.utf8)))
        ])
      let row = StoredCheckpoint(
        size: size, time: RetailVault.noon, note: forged.encoded)
      try vault.store.writeNow { try $0.write(row) }
    }
    let zero = try #require(Digest(bytes: [UInt8](repeating: 0, count: 32)))
    try put(head.size, zero)
    #expect(await code(of: { _ = try await vault.checkpoint() }) == "LEDGER_FORKED")
    _ = try await vault.restrict(world.anna)
    #expect(await code(of: { _ = try await vault.checkpoint() }) == "LEDGER_FORKED")
    try put(head.size + 100, zero)
    #expect(await code(of: { _ = try await vault.checkpoint() }) == "VAULT_ROLLED_BACK")
  }

  @Test func aStoredOneThatNobodySignedIsFoundOut() async throws {
    let note = try await vault.checkpoint()
    let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
    let row = StoredCheckpoint(
      size: head.size, time: RetailVault.noon,
      note: note.replacing("\n\(head.size)\n", with: "\n\(head.size - 1)\n"))
    try vault.store.writeNow { try $0.write(row) }
    #expect(await code(of: { _ = try await vault.checkpoint() }) == "CHECKPOINT_UNTRUSTED")
    #expect(await code(of: { _ = try await vault.inclusion(of: 0) }) == "CHECKPOINT_UNTRUSTED")
  }
}
