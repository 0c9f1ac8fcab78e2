@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto

/// Keys that are rotated between two backups: the newest key part opens every older data part.
@Suite struct RotatedBackupTests {
  private func expectWhole(_ backups: Backups) async throws {
    let (back, report) = try backups.restore()
    #expect(report.values == 4 && report.lostValues == 0)
    _ = try back.verifyLedger()
    #expect(try await back.texts(backups.world.anna, .styling) == ["preference.style": "plain"])
    #expect(try await back.texts(backups.world.ben, .sizes) == ["preference.size": "loud size"])
  }

  @Test func anOlderPageKeyIsDestroyedAndTheDataPartStillOpens() async throws {
    let backups = try await Backups()
    try backups.make()
    _ = try await backups.vault.renewPages()
    try backups.make(keysOnly: true)
    try await expectWhole(backups)
  }

  @Test func subjectsAreWrappedAnewAndTheDataPartStillOpens() async throws {
    let backups = try await Backups()
    try backups.make()
    _ = try await backups.vault.beginRotation(of: .wrap)
    _ = try await backups.vault.rewrap()
    try backups.make(keysOnly: true)
    try await expectWhole(backups)
  }

  @Test func theRootKeyIsReplacedAndTheDataPartStillOpens() async throws {
    let backups = try await Backups()
    try backups.make()
    let test = backups.world.test
    _ = try await backups.vault.rotateRoot(unlockedBy: .keyFile(test.keyFile))
    test.clock.advance(by: .seconds(60))
    var options = BackupOptions()
    options.keysOnly = true
    let report = try test.open().backUp(to: backups.path, options: options)
    let manifest = try BackupClaim(
      decoding: backups.bytes(report.part(.keys).path + "/manifest")
    ).manifest
    #expect(manifest.root == 2)
    try await expectWhole(backups)
  }

  @Test func aBackupInTheMiddleOfARotationIsWhole() async throws {
    let backups = try await Backups()
    _ = try await backups.vault.beginRotation(of: .wrap)
    _ = try await backups.vault.beginRotation(of: .purpose("marketing.styling"))
    try backups.make()
    try await expectWhole(backups)
    // What was restored goes on where the rotation stood.
    let back = try backups.open()
    #expect(try await back.rewrap().isComplete)
    _ = try backups.open().verifyLedger()
  }

  @Test func aRotationWhileABackupIsMadeIsTold() async throws {
    let backups = try await Backups()
    let other = try backups.world.test.open()
    var hasRotated = false
    let refused = await code {
      _ = try backups.vault.backUp(to: backups.path) { done, _ in
        guard done == 5 else { return }
        let file = backups.world.test.path + "/keyring"
        let keyring = try Keyring.read(file)
        let issued = try keyring.addPurposeSlot(
          purposes: ["marketing.styling"], chain: other.keys)
        try issued.keyring.write(to: file, replacing: keyring)
        hasRotated = true
      }
    }
    #expect(hasRotated && refused == "BUSY")
    #expect(try backups.names() == ["lock"])
    try backups.make()
    try await expectWhole(backups)
  }

  @Test func aRotationWhileAVaultGivesItsKeysIsTold() async throws {
    let backups = try await Backups()
    try backups.make()
    _ = try await backups.vault.beginRotation(of: .wrap)
    let other = try backups.world.test.open()
    var hasRotated = false
    let refused = await code {
      _ = try Vault.restore(
        from: backups.path, to: backups.place("back.vault"), keys: backups.world.test.path,
        unlockedBy: .keyFile(backups.world.test.keyFile), clock: backups.world.test.clock
      ) { done, _ in
        guard done == 5 else { return }
        let file = backups.world.test.path + "/keyring"
        let keyring = try Keyring.read(file)
        let ended = try #require(try keyring.endingRewrap(chain: other.keys))
        try ended.write(to: file, replacing: keyring)
        hasRotated = true
      }
    }
    #expect(hasRotated && refused == "BUSY")
    #expect(await code { _ = try backups.open() } == "NO_VAULT")
  }

  @Test func whatAClosedPermissionSealsAnewIsInTheNextKeyPart() async throws {
    let backups = try await Backups()
    try backups.make()
    // Styling and recommendations share categories: what stays is sealed under a new epoch.
    _ = try await backups.vault.withdraw(
      backups.world.anna, purpose: "personalise.recommendations")
    try backups.make(keysOnly: true)
    let (back, report) = try backups.restore()
    #expect(report.lostValues == 0)
    #expect(try await back.texts(backups.world.anna, .styling) == ["preference.style": "plain"])
    #expect(try await back.texts(backups.world.anna, .sizes) == nil)
    _ = try back.verifyLedger()
  }
}
