import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultStore

@testable import ConsentVault

/// The root key is replaced: whoever stole what opened the vault opens it no more.
@Suite struct RootRotationTests {
  private func expectEverything(_ vault: Vault, _ world: World) async throws {
    #expect(try await vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(try vault.report(on: world.anna).values.count == 2)
    #expect(try vault.check(subject("stranger"), .styling).codes.contains("DENIED_BY_SUBJECT"))
    _ = try vault.verifyLedger()
  }

  private func made() async throws -> World {
    let world = try await World()
    // A denial of somebody of whom no key is there.
    _ = try await world.vault.refuse(subject("stranger"), purpose: nil)
    world.test.clock.advance(by: .seconds(1))
    return world
  }

  @Test func everythingIsUnderTheNewRootAndTheOldOneOpensNothing() async throws {
    let world = try await made()
    let purpose = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: purpose)
    let other = try world.test.open()
    let stolen = try VaultCopy(of: world.test)
    let oldLog = try world.vault.keys.logPublicKey
    let done = try await world.vault.rotateRoot(unlockedBy: .keyFile(world.test.keyFile))
    #expect(done.generation == 2 && done.recoveryCode.count == 26)
    #expect(done.dropped.map(\.kind) == ["purpose", "recovery-code"])
    for vault in [world.vault, other] {
      #expect(await code { _ = try await vault.access(world.anna, .styling) } == "KEYS_CHANGED")
      #expect(
        await code { _ = try await vault.withdraw(world.anna, purpose: nil) } == "KEYS_CHANGED")
    }
    #expect(await code { _ = try world.test.open(unlockedBy: .keyFile(purpose)) } == "KEY_WRONG")
    let next = try world.test.open()
    try await expectEverything(next, world)
    #expect(try next.keys.logPublicKey != oldLog)
    #expect(next.keys.logKeys.map(\.state) == [.old, .current])
    let message: [UInt8] = [1]
    #expect(Ed25519Signature.isValid(try next.keys.sign(message, with: 1), of: message, by: oldLog))
    // The thief has the old keyring with its slots, and puts it beside the new database.
    try stolen.write(try world.test.fileBytes("data.db"), to: "data.db")
    try stolen.write([], to: "data.db-wal")
    #expect(stolen.openingError() != nil)
    // What is written from now on is sound, and so is a new purpose key, of a vault of two roots.
    let again = world.test.folder + "/again.key"
    _ = try await next.issueKey(for: ["marketing.styling"], to: again)
    let holder = try world.test.open(unlockedBy: .keyFile(again))
    #expect(try await holder.texts(world.anna, .styling) == ["preference.style": "plain"])
    // It lacks the log key of the first root, and must not take older leaves for forged ones.
    #expect(await code { _ = try holder.verifyLedger() } == "OWNER_KEY_NEEDED")
    _ = try await next.grant(subject("carl"), .webForm("marketing.styling"))
    _ = try world.test.open().verifyLedger()
    let second = try await next.rotateRoot(unlockedBy: .keyFile(world.test.keyFile))
    #expect(second.generation == 3)
    try await expectEverything(world.test.open(), world)
    #expect(try world.test.open().keys.vaultLogSecrets.count == 3)
  }

  @Test func theRecoveryCodeOpensAndTheOldOneDoesNot() async throws {
    let world = try await made()
    let done = try await world.vault.rotateRoot(unlockedBy: .keyFile(world.test.keyFile))
    let keyring = try Keyring.read(world.test.path + "/keyring")
    #expect(keyring.slots.map(\.kind) == [.keyFile, .recoveryCode])
    #expect(try keyring.unlock(with: .recoveryCode(done.recoveryCode.copy())).isOwner)
  }

  /// What is done before it is interrupted.
  enum Step: CaseIterable, Sendable { case begun, rows, pages }

  @Test(arguments: Step.allCases)
  func anInterruptedOneOpensAndGoesOn(_ step: Step) async throws {
    let world = try await made()
    let vault = world.vault
    let chain = vault.keys
    _ = try await vault.store.write { transaction in
      try vault.store.rewriteKeyring(in: transaction) {
        try $0.replacingRoot(chain: chain)?.keyring
      }
    }
    if step != .begun { #expect(try await vault.rewrap().isComplete) }
    if step == .pages { _ = try await vault.renewPages() }
    try await expectEverything(vault, world)
    let next = try world.test.open()
    try await expectEverything(next, world)
    _ = try await next.grant(subject("carl"), .webForm("marketing.styling"))
    #expect(await code { _ = try await next.beginRotation(of: .wrap) } == "ROTATION_PENDING")
    let done = try await next.rotateRoot(unlockedBy: .keyFile(world.test.keyFile))
    #expect(done.generation == 2)
    let last = try world.test.open()
    try await expectEverything(last, world)
    #expect(try last.check(subject("carl"), .styling).verdict == .permit)
  }

  @Test func whoeverIsNoOwnerOrBringsAnotherKeyReplacesNothing() async throws {
    let world = try await made()
    let purpose = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: purpose)
    let before = try world.test.fileBytes("keyring")
    let holder = try world.test.open(unlockedBy: .keyFile(purpose))
    #expect(
      await code { _ = try await holder.rotateRoot(unlockedBy: .keyFile(purpose)) }
        == "OWNER_KEY_NEEDED")
    #expect(
      await code { _ = try await world.vault.rotateRoot(unlockedBy: .keyFile(purpose)) }
        == "OWNER_KEY_NEEDED")
    #expect(try world.test.fileBytes("keyring") == before)
  }
}
