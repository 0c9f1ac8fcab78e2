import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Synchronization
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

@testable import ConsentVault

/// What opens a vault, and how that changes.
@Suite struct KeySlotTests {
  private let test: TestVault

  init() throws { test = try RetailVault.make() }

  private func path(_ name: String) -> String { "\(test.folder)/\(name)" }

  private func keyEvents() throws -> [String] {
    try test.vault.ledger(limit: 1_000).filter { $0.type == LeafType.keyEvent.name }
      .map { "\($0.detail?.text ?? "") \($0.detail?.counts["slot"] ?? 0)" }
  }

  @Test func aNewKeyFileIsOneMoreOwner() async throws {
    let change = try await test.vault.addKey(.keyFile(to: path("b.key")))
    #expect(change.slot.kind == "key-file")
    #expect(change.slot.isOwner)
    #expect(try test.vault.keySlots() == change.slots)
    #expect(change.slots.map(\.number) == [1, 2, 3])
    let opened = try test.open(unlockedBy: .keyFile(path("b.key")))
    #expect(opened.keys.isOwner)
    #expect(opened.slotInUse == 3)
    #expect(try keyEvents() == ["key-file added 3"])
    #expect(try opened.verifyLedger().size == change.leaf + 1)
  }

  @Test func aPassphraseAndARecoveryCodeOpenAfterwards() async throws {
    try SecureFile.write(Array("a passphrase\n".utf8), toNew: path("passphrase"))
    _ = try await test.vault.addKey(.passphraseFile(path("passphrase")))
    #expect(try test.open(unlockedBy: .passphraseFile(path("passphrase"))).slotInUse == 3)
    let code = Mutex<[UInt8]>([])
    _ = try await test.vault.addKey(
      .recoveryCode { span in
        let bytes = unsafe span.withUnsafeBytes { unsafe Array($0) }
        code.withLock { $0 = bytes }
      })
    let text = code.withLock { $0 }
    #expect(text.count == 26)
    let key = UnlockKey { .recoveryCode(try SecretBytes(copying: text)) }
    #expect(try test.open(unlockedBy: key).slotInUse == 4)
  }

  @Test func aNewKeyIsNeverWrittenOverAFileAndAFailureLeavesNone() async throws {
    let before = try Data(contentsOf: URL(filePath: test.keyFile))
    #expect(
      await code { _ = try await test.vault.addKey(.keyFile(to: test.keyFile)) } == "FILE_EXISTS")
    #expect(try Data(contentsOf: URL(filePath: test.keyFile)) == before)
    #expect(
      await code { _ = try await test.vault.addKey(.keyFile(to: path("no/b.key"))) }
        == "FILE_MISSING")
    #expect(try test.vault.keySlots().count == 2)
    #expect(try keyEvents().isEmpty)
  }

  @Test func aPurposeKeyChangesNoSlot() async throws {
    _ = try await test.vault.issueKey(for: ["marketing.styling"], to: path("p.key"))
    let holder = try test.open(unlockedBy: .keyFile(path("p.key")))
    #expect(
      await code { _ = try await holder.addKey(.keyFile(to: path("b.key"))) }
        == "OWNER_KEY_NEEDED")
    #expect(await code { _ = try await holder.removeKey(slot: 3) } == "OWNER_KEY_NEEDED")
    #expect(!FileManager.default.fileExists(atPath: path("b.key")))
    // It may prove itself.
    #expect(try await holder.drill().slot.purposes == ["marketing.styling"])
  }

  @Test func aRemovedKeyOpensNothing() async throws {
    _ = try await test.vault.addKey(.keyFile(to: path("b.key")))
    let change = try await test.vault.removeKey(slot: 3)
    #expect(change.slots.map(\.number) == [1, 2])
    #expect(
      await code { _ = try test.open(unlockedBy: .keyFile(path("b.key"))) } == "KEY_WRONG")
    #expect(try keyEvents() == ["key-file added 3", "key-file removed 3"])
  }

  @Test func twoOwnersStayWhateverIsRemoved() async throws {
    _ = try await test.vault.issueKey(for: ["marketing.styling"], to: path("p.key"))
    for slot: UInt32 in [1, 2] {
      #expect(await code { _ = try await test.vault.removeKey(slot: slot) } == "SLOTS_TOO_FEW")
    }
    #expect(await code { _ = try await test.vault.removeKey(slot: 9) } == "SLOT_UNKNOWN")
    _ = try await test.vault.removeKey(slot: 3)
    #expect(try test.vault.keySlots().map(\.number) == [1, 2])
    #expect(try keyEvents().count == 2, "a refusal is no leaf")
  }

  @Test func aDrillNamesTheSlotAndLeavesALeaf() async throws {
    let change = try await test.vault.drill()
    #expect(change.slot.number == 1)
    #expect(try keyEvents() == ["key-file drilled 1"])
    _ = try await test.vault.addKey(.keyFile(to: path("b.key")))
    let other = try test.open(unlockedBy: .keyFile(path("b.key")))
    #expect(try await other.drill().slot.number == 3)
    _ = try await test.vault.removeKey(slot: 3)
    #expect(await code { _ = try await other.drill() } == "SLOT_UNKNOWN")
  }

  @Test func aRehearsalWritesNeitherFileNorKeyringNorLeaf() async throws {
    var options = Vault.Options()
    options.isRehearsal = true
    let rehearsal = try test.open(unlockedBy: .keyFile(test.keyFile), options: options)
    let keyring = try Data(contentsOf: URL(filePath: test.path + "/keyring"))
    let told = Mutex(false)
    _ = try await rehearsal.addKey(.keyFile(to: path("b.key")))
    _ = try await rehearsal.addKey(.recoveryCode { _ in told.withLock { $0 = true } })
    #expect(await code { _ = try await rehearsal.removeKey(slot: 1) } == "SLOTS_TOO_FEW")
    #expect(!FileManager.default.fileExists(atPath: path("b.key")))
    #expect(!told.withLock { $0 })
    #expect(try Data(contentsOf: URL(filePath: test.path + "/keyring")) == keyring)
    #expect(try keyEvents().isEmpty)
  }

  @Test func manyAtOnceEachGetASlotAndALeafOfTheirOwn() async throws {
    let vaults = try [test.vault, test.open(unlockedBy: .keyFile(test.keyFile))]
    let folder = test.folder
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          let vault = vaults[index % 2]
          _ = try await vault.addKey(.keyFile(to: "\(folder)/many\(index).key"))
        }
      }
      try await group.waitForAll()
    }
    #expect(try test.vault.keySlots().map(\.number) == Array(1...10))
    #expect(try Set(keyEvents()) == Set((3...10).map { "key-file added \($0)" }))
    for index in 0..<8 {
      #expect(try test.open(unlockedBy: .keyFile(path("many\(index).key"))).keys.isOwner)
    }
  }

  @Test func aKeyringThatIsFullSaysSo() async throws {
    try SecureFile.write(Array("a passphrase\n".utf8), toNew: path("passphrase"))
    let keyring = try Keyring.read(test.path + "/keyring")
    var full = keyring
    for _ in 0..<8 {
      full = try full.adding(
        .passphrase(SecretBytes(copying: [7])), chain: test.vault.keys, passphraseLogN: 1)
    }
    try full.write(to: test.path + "/keyring", replacing: keyring)
    #expect(
      await code { _ = try await test.vault.addKey(.passphraseFile(path("passphrase"))) }
        == "KEYRING_FULL")
    #expect(try keyEvents().isEmpty)
  }

  @Test func aRecipientThatIsNoneIsRefusedBeforeAnythingIsWritten() async throws {
    for recipients in [[], ["age1"], ["ssh-ed25519 AAAA"], [String](repeating: "age1", count: 17)] {
      #expect(
        await code { _ = try NewKey.age(recipients: recipients) } == "RECIPIENT_INVALID")
    }
  }
}
