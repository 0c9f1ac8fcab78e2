import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultCrypto
import VaultLedger
import VaultStore

/// What comes back from a backup, and what never does.
@Suite struct RestoreTests {
  @Test func everythingComesBack() async throws {
    let backups = try await Backups()
    let (vault, anna, ben) = (backups.vault, backups.world.anna, backups.world.ben)
    _ = try await vault.texts(anna, .styling)
    _ = try await vault.history(of: anna)
    try backups.make()
    let root = try vault.verifyLedger()
    let (back, report) = try backups.restore()
    #expect(report.values == 4 && report.lostValues == 0 && !report.isRolledBack)
    #expect(report.root == root.root && report.ledgerSize == root.size + 1)
    let verified = try back.verifyLedger()
    let histories = (try await back.history(of: ben), try await vault.history(of: ben))
    #expect(histories.0.map(\.leaf) == histories.1.map(\.leaf))
    #expect(histories.0.map(\.detail) == histories.1.map(\.detail))
    #expect(verified.rows == root.rows && verified.size == root.size + 1)
    #expect(try await back.texts(anna, .styling) == ["preference.style": "plain"])
    #expect(try await back.texts(ben, .styling) == ["preference.style": "loud"])
    #expect(try back.keySlots() == vault.keySlots())
    let leaf = try #require(try back.ledger(from: report.leaf, limit: 1).first)
    #expect(leaf.type == "backup restored")
    #expect(leaf.detail?.counts["values"] == 4 && leaf.detail?.counts["lost_values"] == 0)
    #expect(leaf.detail?.text == nil)
  }

  @Test func theRestoredVaultGoesOnAndIsBackedUpInItsTurn() async throws {
    let backups = try await Backups()
    try backups.make()
    let (back, _) = try backups.restore()
    try await back.tell(backups.world.anna, style: "calm")
    backups.world.test.clock.advance(by: .seconds(1))
    _ = try back.backUp(to: backups.path)
    let (again, report) = try backups.restore("again.vault")
    #expect(try await again.texts(backups.world.anna, .styling) == ["preference.style": "calm"])
    #expect(report.lostValues == 0)
    _ = try again.verifyLedger()
  }

  // MARK: nothing resurrects

  @Test func whoWasErasedSinceStaysErased() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    _ = try await vault.erase(anna)
    try backups.make(keysOnly: true)
    let (back, report) = try backups.restore()
    #expect(report.values == 2 && report.lostValues == 0)
    let (size, original) = (try back.verifyLedger().size, try vault.verifyLedger().size)
    #expect(size == original + 1)
    #expect(try back.check(anna, .styling).codes == ["SUBJECT_ERASED"])
    #expect(try await back.texts(backups.world.ben, .styling) == ["preference.style": "loud"])
    // No row and no leaf names the id that she had.
    let old = try backups.raw(backups.make().part(.data))
    let ids = Set(try old.run("SELECT subject FROM value").map { $0[0] })
    #expect(ids.count == 1)
  }

  @Test func whoWasReadmittedComesBackAsTheNewOne() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    _ = try await vault.erase(anna)
    _ = try await vault.readmit(anna)
    _ = try await vault.grant(anna, .webForm("marketing.styling"))
    try backups.make(keysOnly: true)
    let (back, _) = try backups.restore()
    #expect(try back.check(anna, .styling).verdict == .permit)
    #expect(try await back.texts(anna, .styling) == [:])
    _ = try back.verifyLedger()
  }

  @Test func whatWasWithdrawnSinceStaysWithdrawn() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    _ = try await vault.withdraw(anna, purpose: nil)
    try backups.make(keysOnly: true)
    let (back, report) = try backups.restore()
    #expect(report.lostValues == 0)
    #expect(try back.check(anna, .styling).codes == ["CONSENT_WITHDRAWN"])
    #expect(try await back.texts(anna, .styling) == nil)
    _ = try back.verifyLedger()
  }

  @Test func whatWasSweptSinceStaysGone() async throws {
    let backups = try await Backups()
    let (vault, test) = (backups.vault, backups.world.test)
    try backups.make()
    test.clock.advance(by: .days(3000))
    var options = SweepOptions()
    options.confirmsClock = true
    let swept = try await vault.sweep(options)
    #expect(swept.erasedValues > 0)
    try backups.make(keysOnly: true)
    let (back, report) = try backups.restore()
    #expect(report.values == 4 - swept.erasedValues && report.lostValues == 0)
    _ = try back.verifyLedger()
  }

  @Test func theOlderOfTwoValuesDoesNotComeBack() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    try await vault.tell(anna, style: "calm")
    try backups.make(keysOnly: true)
    let (back, report) = try backups.restore()
    #expect(try await back.texts(anna, .styling) == ["preference.style": "calm"])
    #expect(report.lostValues == 0)
    _ = try back.verifyLedger()
  }

  @Test func aValueOfTheSameVersionFromBeforeASweepDoesNotComeBack() async throws {
    let backups = try await Backups()
    let (vault, test, carl) = (backups.vault, backups.world.test, subject("carl"))
    func tell(_ style: String) async throws {
      _ = try await vault.grant(carl, .webForm("marketing.styling"))
      _ = try await vault.put(
        carl,
        [
          NewValue(
            category: "preference.style", bytes: Array(style.utf8),
            collectedAt: RetailVault.noon)
        ])
    }
    try await tell("old")
    try backups.make()
    _ = try await vault.withdraw(carl, purpose: nil)
    test.clock.advance(by: .days(3000))
    var options = SweepOptions()
    options.confirmsClock = true
    _ = try await vault.sweep(options)
    try await tell("new")
    // The two rows differ in nothing but the seal and what it holds.
    let keys = try backups.make(keysOnly: true, in: backups.place("keys")).part(.keys)
    let (back, report) = try backups.restore(keys: keys.path)
    #expect(report.lostValues == 1)
    #expect(try await back.texts(carl, .styling) == [:])
    _ = try back.verifyLedger()
  }

  @Test func aValueThatNoPartHasIsLostAndCounted() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    try await vault.tell(anna, style: "calm")
    // Where no data part lies, a key part lists values and holds none.
    let keys = try backups.make(keysOnly: true, in: backups.place("keys")).part(.keys)
    let (back, report) = try backups.restore(keys: keys.path)
    #expect(report.values == 3 && report.lostValues == 1)
    #expect(try await back.texts(anna, .styling) == [:])
    #expect(try await back.texts(backups.world.ben, .styling) == ["preference.style": "loud"])
    #expect(
      try back.ledger(from: report.leaf, limit: 1).first?.detail?.counts["lost_values"] == 1)
    _ = try back.verifyLedger()
    // One more than the leaf says is not forgiven.
    try back.close()
    let raw = try RawDatabase(
      backups.place("back.vault") + "/data.db", pages: SealedPages(vault.keys))
    try raw.run("DELETE FROM value WHERE subject = (SELECT min(subject) FROM value)")
    #expect(await code { _ = try backups.open().verifyLedger() } == "LEDGER_BROKEN")
  }

  // MARK: older than is known

  @Test func anOldKeyPartStops() async throws {
    let backups = try await Backups()
    let old = try backups.make().part(.keys)
    _ = try await backups.vault.erase(backups.world.anna)
    try backups.make(keysOnly: true)
    #expect(await backups.refusal(keys: old.path) == "VAULT_ROLLED_BACK")
    let (back, report) = try backups.restore(keys: old.path, acceptsRollback: true)
    #expect(report.isRolledBack)
    let leaf = try back.ledger(from: report.leaf, limit: 1).first
    #expect(leaf?.detail?.text == "an older state was accepted")
    _ = try back.verifyLedger()
  }

  @Test func aDataPartThatIsNewerThanTheKeysStops() async throws {
    let backups = try await Backups()
    let first = try backups.make()
    try await backups.vault.tell(backups.world.anna, style: "calm")
    let second = try backups.make()
    try FileManager.default.removeItem(atPath: second.part(.keys).path)
    #expect(await backups.refusal() == "VAULT_ROLLED_BACK")
    // Accepted, the old state comes back, and the newer value does not.
    let (back, report) = try backups.restore(acceptsRollback: true)
    #expect(report.isRolledBack && report.lostValues == 1)
    let root = try first.part(.keys).root
    #expect(report.root == root)
    #expect(try await back.texts(backups.world.anna, .styling) == [:])
    _ = try back.verifyLedger()
  }

  @Test func anAnchorOutsideThatHasSeenMoreStops() async throws {
    let folder = try TestFolder()
    var options = Vault.Options()
    options.anchor = folder.path + "/outside"
    let backups = try await Backups(World(options: options))
    try backups.make()
    let known = folder.path + "/known"
    try FileManager.default.copyItem(atPath: folder.path + "/outside", toPath: known)
    _ = try backups.restore("first.vault", anchor: known)
    _ = try await backups.vault.erase(backups.world.anna)
    #expect(await backups.refusal(anchor: options.anchor) == "VAULT_ROLLED_BACK")
    #expect(await backups.refusal(anchor: folder.path + "/none") == "VAULT_ROLLED_BACK")
    try backups.make(keysOnly: true)
    let before = try backups.bytes(folder.path + "/outside")
    let (back, _) = try backups.restore(anchor: options.anchor)
    try back.close()
    // It is not moved before the vault is opened with it.
    #expect(try backups.bytes(folder.path + "/outside") == before)
    let opened = try Vault.openNow(
      at: backups.place("back.vault"), unlockedBy: .keyFile(backups.world.test.keyFile),
      options: options)
    _ = try await opened.withdraw(backups.world.ben, purpose: nil)
  }

  @Test func anExpiredKeyPartStops() async throws {
    let backups = try await Backups()
    try backups.make(for: .days(1))
    backups.world.test.clock.advance(by: .days(2))
    #expect(await backups.refusal() == "KEY_PART_EXPIRED")
    let (_, report) = try backups.restore(acceptsRollback: true)
    #expect(report.isRolledBack)
  }

  @Test func partsWithAGapBetweenThemAreTold() async throws {
    let backups = try await Backups()
    try backups.make()
    let old = try backups.copy("old")
    try FileManager.default.removeItem(atPath: backups.path)
    try backups.make()
    let keys = try backups.make(keysOnly: true).part(.keys)
    #expect(await backups.refusal(from: old, keys: keys.path) == "BACKUP_GAP")
  }

  // MARK: a vault that survived

  @Test func aVaultThatSurvivedHoldsTheKeys() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    try backups.make()
    _ = try await vault.erase(anna)
    try await vault.tell(backups.world.ben, style: "calm")
    let (back, report) = try backups.restore(keys: backups.world.test.path)
    #expect(report.values == 2 && report.lostValues == 0)
    #expect(try back.check(anna, .styling).codes == ["SUBJECT_ERASED"])
    #expect(try await back.texts(backups.world.ben, .styling) == ["preference.style": "calm"])
    _ = try back.verifyLedger()
    // A vault that was put back is refused, as it always is.
    let copy = try VaultCopy(of: backups.world.test)
    try copy.write([], to: "data.db-wal")
    #expect(await backups.refusal(keys: copy.path) == "VAULT_ROLLED_BACK")
  }

  // MARK: the place

  @Test func aVaultIsNeverOverwritten() async throws {
    let backups = try await Backups()
    try backups.make()
    let first = try backups.restore()
    #expect(await code { _ = try backups.restore() } == "VAULT_EXISTS")
    _ = try first.vault.verifyLedger()
    try FileManager.default.createDirectory(
      atPath: backups.place("empty.vault"), withIntermediateDirectories: false)
    _ = try backups.restore("empty.vault").vault.verifyLedger()
    #expect(await code { _ = try backups.restore("none/back.vault") } == "NO_VAULT")
  }

  @Test func whatAKilledRestorationLeftIsDestroyed() async throws {
    let backups = try await Backups()
    try backups.make()
    let left = backups.place("back.vault.restoring")
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
    #expect(unsafe chmod(left, 0o700) == 0)
    try backups.write([1, 2, 3], to: left + "/data.db")
    _ = try backups.restore().vault.verifyLedger()
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test func withoutPartsThereIsNothingToRestore() async throws {
    let backups = try await Backups()
    #expect(await backups.refusal() == "BACKUP_MISSING")
    let parts = try backups.make()
    let copy = try backups.copy("data")
    try FileManager.default.removeItem(
      atPath: "\(copy)/keys-\(parts.part(.keys).ledgerSize)-1.cvkeys")
    #expect(await backups.refusal(from: copy) == "BACKUP_MISSING")
    let data = try parts.part(.data).path
    #expect(await backups.refusal(from: copy, keys: data) == "BACKUP_MISSING")
  }

  @Test func theKeyPartOfAnotherVaultIsRefused() async throws {
    let (backups, others) = (try await Backups(), try await Backups())
    try backups.make()
    let other = try others.make().part(.keys)
    #expect(await backups.refusal(keys: other.path) == "KEY_PART_OF_ANOTHER_VAULT")
    let key = backups.place("purpose.key")
    _ = try await backups.vault.issueKey(for: ["marketing.styling"], to: key)
    try backups.make()
    let refused = await code {
      _ = try Vault.restore(
        from: backups.path, to: backups.place("x.vault"), unlockedBy: .keyFile(key))
    }
    #expect(refused == "OWNER_KEY_NEEDED")
  }
}
