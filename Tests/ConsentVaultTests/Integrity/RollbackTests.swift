import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing

/// Older, missing and damaged files: refused at open, and told apart.
@Suite struct RollbackTests {
  /// A vault whose last change lies in the write-ahead log.
  private func withLog() async throws -> World {
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    return world
  }

  @Test func aVaultIsOpenedAsItIsLeft() async throws {
    let copy = try VaultCopy(of: try await withLog().test)
    #expect(copy.openingError() == nil)
    #expect(try copy.open().check(subject("anna"), .styling).codes == ["CONSENT_WITHDRAWN"])
  }

  @Test func aDeletedLogIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    let copy = try VaultCopy(of: world.test)
    #expect(try copy.bytes(of: "data.db-wal").isEmpty == false)
    try copy.remove("data.db-wal")
    #expect(copy.openingError() == "VAULT_ROLLED_BACK")
  }

  @Test func anOldCopyOfTheDatabaseIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    let old = try VaultCopy(of: world.test)
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.write(try old.bytes(of: "data.db"), to: "data.db")
    #expect(copy.openingError() == "VAULT_ROLLED_BACK")
    // Put back with its anchor it is as it was: only an anchor elsewhere can tell.
    try copy.write(try old.bytes(of: "anchor"), to: "anchor")
    #expect(copy.openingError() == nil)
  }

  @Test func aMissingOrEmptyDatabaseIsARollback() async throws {
    let copy = try VaultCopy(of: try await withLog().test)
    try copy.write([], to: "data.db")
    #expect(copy.openingError() == "VAULT_ROLLED_BACK")
    try copy.remove("data.db")
    #expect(copy.openingError() == "VAULT_ROLLED_BACK")
  }

  @Test func aMissingAnchorIsARollbackAndADamagedOneIsNoAnchor() async throws {
    let world = try await withLog()
    let missing = try VaultCopy(of: world.test)
    try missing.remove("anchor")
    #expect(missing.openingError() == "VAULT_ROLLED_BACK")
    let damaged = try VaultCopy(of: world.test)
    var bytes = try damaged.bytes(of: "anchor")
    bytes[40] ^= 1
    bytes[256 + 40] ^= 1
    try damaged.write(bytes, to: "anchor")
    #expect(damaged.openingError() == "INTEGRITY")
  }

  @Test func anAnchorOfAnotherVaultIsNoAnchor() async throws {
    let copy = try VaultCopy(of: try await withLog().test)
    let other = try VaultCopy(of: try await withLog().test)
    try copy.write(try other.bytes(of: "anchor"), to: "anchor")
    #expect(copy.openingError() == "INTEGRITY")
  }

  @Test func aFileThatIsNoDatabaseIsDamaged() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let text = Array("name,email\nsomebody,somebody@example.com\n".utf8)
    try copy.write(Array((0..<400).map { _ in text }.joined()), to: "data.db")
    #expect(copy.openingError() == "DATABASE_DAMAGED")
  }

  @Test func aTruncatedDatabaseOpensNothing() async throws {
    let world = try await World()
    try world.vault.close()
    let whole = try VaultCopy(of: world.test).bytes(of: "data.db")
    for part in [100, 4096, 3 * 4096, whole.count / 2, whole.count - 4096] {
      let copy = try VaultCopy(of: world.test)
      try copy.write(Array(whole.prefix(part)), to: "data.db")
      var found = copy.openingError()
      if found == nil {
        let vault = try copy.open()
        found = await code { _ = try vault.verifyLedger() }
        #expect(
          await code { _ = try await vault.access(world.anna, .styling) } != nil
            || found != nil, "\(part)")
      }
      #expect(
        ["DATABASE_DAMAGED", "SCHEMA_CHANGED", "INTEGRITY", "VAULT_ROLLED_BACK"].contains(found),
        "\(part)")
    }
  }

  @Test func oneGoodHalfOfTheKeyringIsEnoughAndNoneIsNot() async throws {
    let world = try await withLog()
    func damaged(_ halves: [Int]) throws -> VaultCopy {
      let copy = try VaultCopy(of: world.test)
      var bytes = try copy.bytes(of: "keyring")
      for half in halves { bytes[half * (64 << 10) + 60] ^= 1 }
      try copy.write(bytes, to: "keyring")
      return copy
    }
    #expect(try damaged([]).openingError() == nil)
    #expect(try damaged([0]).openingError() == nil)
    #expect(try damaged([1]).openingError() == nil)
    #expect(try damaged([0, 1]).openingError() == "KEYRING_DAMAGED")
  }

  @Test func aKeyringPutBackIsARollback() async throws {
    let world = try await World()
    let old = try VaultCopy(of: world.test)
    _ = try await world.vault.issueKey(
      for: ["marketing.styling"], to: world.test.folder + "/a.key")
    // The anchor learns of the new keyring with the next change of whoever opened it.
    _ = try await world.test.open().withdraw(world.ben, purpose: nil)
    let copy = try VaultCopy(of: world.test)
    #expect(copy.openingError() == nil)
    try copy.write(try old.bytes(of: "keyring"), to: "keyring")
    #expect(copy.openingError() == "VAULT_ROLLED_BACK")
  }

  @Test func whatIsMissingIsToldApart() async throws {
    let world = try await withLog()
    let copy = try VaultCopy(of: world.test)
    try copy.remove("keyring")
    #expect(copy.openingError() == "DATABASE_DAMAGED")
    try copy.remove("data.db")
    #expect(copy.openingError() == "NO_VAULT")
    let other = try RetailVault.make()
    #expect(
      await code {
        _ = try Vault.openNow(at: world.test.path, unlockedBy: .keyFile(other.keyFile))
      } == "KEY_WRONG")
  }
}
