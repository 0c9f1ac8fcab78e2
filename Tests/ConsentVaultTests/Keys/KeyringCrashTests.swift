import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@testable import ConsentVault

/// A key change that ends in the middle: no slot is without its leaf, and the vault opens.
@Suite struct KeyringCrashTests {
  @Test func aLeafWhoseSlotNeverCameHarmsNothing() async throws {
    let test = try RetailVault.make()
    let copy = try VaultCopy(of: test)
    let before = try copy.bytes(of: "keyring")
    _ = try await copy.open().addKey(.keyFile(to: test.folder + "/b.key"))
    // As after a power loss between the leaf and the keyring.
    try copy.write(before, to: "keyring")
    let vault = try copy.open()
    _ = try vault.verifyLedger()
    #expect(try vault.keySlots().count == 2)
    let change = try await vault.addKey(.keyFile(to: test.folder + "/c.key"))
    #expect(change.slot.number == 3)
    _ = try copy.open().verifyLedger()
  }

  @Test func aKeyringTornInEitherHalfOpensAndIsRepairedByTheNextChange() async throws {
    let test = try RetailVault.make()
    for half in 0...1 {
      let copy = try VaultCopy(of: test)
      var bytes = try copy.bytes(of: "keyring")
      bytes.replaceSubrange(
        half * 65_536 + 20..<half * 65_536 + 400,
        with: [UInt8](
          repeating: 0, count: 380))
      try copy.write(bytes, to: "keyring")
      let vault = try copy.open()
      #expect(try Keyring.read(copy.keyring).needsRepair)
      #expect(try vault.examine().first { $0.check == "keyring" }?.isGood == false)
      _ = try await vault.addKey(.keyFile(to: test.folder + "/half\(half).key"))
      #expect(try !Keyring.read(copy.keyring).needsRepair)
      #expect(try vault.examine().first { $0.check == "keyring" }?.isGood == true)
      _ = try copy.open().verifyLedger()
    }
  }

  @Test func theKeyringOfAnotherVaultIsRefused() async throws {
    let (test, other) = (try RetailVault.make(), try RetailVault.make())
    let copy = try VaultCopy(of: test)
    let theirs = try VaultCopy(of: other).bytes(of: "keyring")
    try copy.write(theirs, to: "keyring")
    #expect(copy.openingError() == "KEY_WRONG")
    // With their key: the database is not the one that their keyring opens.
    let answer = await code {
      _ = try Vault.openNow(at: copy.path, unlockedBy: .keyFile(other.keyFile))
    }
    #expect(answer != nil)
    #expect(answer != "INTERNAL")
  }

  @Test func aKeyFileWhoseSlotDidNotComeIsTakenAway() async throws {
    let test = try RetailVault.make()
    let vault = test.vault
    // The keyring moves between the decision and the write: the file that went out opens nothing.
    let path = test.path + "/keyring"
    let answer = await code {
      _ = try await vault.changingKeys { () throws -> KeyChange in
        try vault.changeKeyring("added") { keyring in
          let decision = try KeyringDecision(
            adding: .keyFile(to: test.folder + "/b.key"), to: keyring, chain: vault.keys)
          let moved = try keyring.adding(
            .recoveryCode(Keyring.newRecoveryCode()), chain: vault.keys)
          try moved.write(to: path, replacing: keyring)
          return decision
        }
      }
    }
    #expect(answer == "BUSY")
    #expect(!FileManager.default.fileExists(atPath: test.folder + "/b.key"))
    #expect(try vault.keySlots().map(\.kind) == ["key-file", "recovery-code", "recovery-code"])
    _ = try vault.verifyLedger()
  }
}
