import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultStore

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

  /// Holds a copy to be refused as rolled back, in these words and with a hint.
  private func expectRollback(
    _ copy: VaultCopy, _ message: String, at place: SourceLocation = #_sourceLocation
  ) {
    let error = copy.refusal()
    #expect(error?.code == "VAULT_ROLLED_BACK", sourceLocation: place)
    #expect(error?.kind == .integrity, sourceLocation: place)
    #expect(error?.description == message, sourceLocation: place)
    #expect(error?.hint?.isEmpty == false, sourceLocation: place)
  }

  private static let logMissing =
    "the database is older than its anchor says, and its write-ahead log is missing"
  private static let databaseOlder =
    "the database and its write-ahead log are older than their anchor says"
  private static let databaseShort =
    "the vault's database is shorter than its own header says"

  @Test func aDeletedOrEmptiedLogIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    let copy = try VaultCopy(of: world.test)
    #expect(try copy.bytes(of: "data.db-wal").isEmpty == false)
    #expect(copy.openingError() == nil)
    try copy.write([], to: "data.db-wal")
    expectRollback(copy, Self.logMissing)
    try copy.remove("data.db-wal")
    expectRollback(copy, Self.logMissing)
    // The attempt has made an empty one: nobody is told something else the second time.
    expectRollback(copy, Self.logMissing)
  }

  @Test func aLogThatIsNotNeededMayBeMissing() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.remove("data.db-wal")
    #expect(copy.openingError() == nil)
  }

  @Test func aLogThatWasCutOffIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    _ = try await world.vault.withdraw(world.ben, purpose: nil)
    let whole = try VaultCopy(of: world.test).bytes(of: "data.db-wal")
    for lost in [1, 4096 + 24, whole.count / 2, whole.count - 32] {
      let copy = try VaultCopy(of: world.test)
      try copy.write(Array(whole.dropLast(lost)), to: "data.db-wal")
      expectRollback(copy, Self.databaseOlder)
      try copy.write(whole, to: "data.db-wal")
      #expect(copy.openingError() == nil)
    }
  }

  @Test func anOldCopyOfDatabaseAndLogIsARollback() async throws {
    let world = try await withLog()
    let old = try VaultCopy(of: world.test)
    _ = try await world.vault.withdraw(world.ben, purpose: nil)
    let copy = try VaultCopy(of: world.test)
    #expect(copy.openingError() == nil)
    for name in ["data.db", "data.db-wal"] { try copy.write(try old.bytes(of: name), to: name) }
    expectRollback(copy, Self.databaseOlder)
    // Put back with its anchor it is as it was: only an anchor elsewhere can tell.
    try copy.write(try old.bytes(of: "anchor"), to: "anchor")
    #expect(copy.openingError() == nil)
  }

  @Test func anOldCopyOfACheckpointedDatabaseIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    let old = try VaultCopy(of: world.test)
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.write(try old.bytes(of: "data.db"), to: "data.db")
    expectRollback(copy, Self.logMissing)
  }

  @Test func aMissingAndAnEmptyDatabaseAreToldApart() async throws {
    let copy = try VaultCopy(of: try await withLog().test)
    #expect(copy.openingError() == nil)
    try copy.write([], to: "data.db")
    expectRollback(copy, "the vault's database was cut to nothing, and its anchor was not")
    try copy.remove("data.db")
    expectRollback(copy, "the vault's database is missing, and its anchor is not")
  }

  @Test func aDatabaseThatIsTooShortIsARollback() async throws {
    let world = try await World()
    try world.vault.close()
    let whole = try VaultCopy(of: world.test).bytes(of: "data.db")
    for part in [100, 4096, 3 * 4096, whole.count / 2, whole.count - 4096, whole.count - 1] {
      let copy = try VaultCopy(of: world.test)
      try copy.write(Array(whole.prefix(part)), to: "data.db")
      expectRollback(copy, Self.databaseShort)
      try copy.write(whole, to: "data.db")
      #expect(copy.openingError() == nil)
    }
  }

  @Test func aLogDoesNotSpeakForPagesThatNeitherFileHolds() async throws {
    let world = try await World()
    try world.vault.close()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    let copy = try VaultCopy(of: world.test)
    let whole = try copy.bytes(of: "data.db")
    #expect(copy.openingError() == nil)
    try copy.write(Array(whole.dropLast(2 * 4096)), to: "data.db")
    expectRollback(copy, Self.databaseShort)
  }

  @Test func aDatabaseThatTheLogWillLengthenIsWhole() async throws {
    let world = try await World()
    try world.vault.close()
    let before = try #require(
      try world.test.vault.store.directory.size(of: world.test.path + "/data.db"))
    for number in 0..<40 {
      _ = try await world.vault.grant(subject("new-\(number)"), .webForm("marketing.styling"))
    }
    let copy = try VaultCopy(of: world.test)
    #expect(try copy.bytes(of: "data.db").count == before)
    #expect(copy.openingError() == nil)
  }

  @Test func aMissingAnchorIsARollbackAndADamagedOneIsNoAnchor() async throws {
    let world = try await withLog()
    let missing = try VaultCopy(of: world.test)
    try missing.remove("anchor")
    expectRollback(missing, "the vault has lost its anchor")
    #expect(!FileManager.default.fileExists(atPath: missing.anchor))
    let damaged = try VaultCopy(of: world.test)
    var bytes = try damaged.bytes(of: "anchor")
    bytes[40] ^= 1
    try damaged.write(bytes, to: "anchor")
    #expect(damaged.openingError() == nil)
    bytes[256 + 40] ^= 1
    try damaged.write(bytes, to: "anchor")
    #expect(damaged.refusal()?.code == "INTEGRITY")
    #expect(damaged.refusal()?.description == "the vault's anchor is damaged")
  }

  @Test func anAnchorOfAnotherVaultIsNoAnchor() async throws {
    let copy = try VaultCopy(of: try await withLog().test)
    let other = try VaultCopy(of: try await withLog().test)
    try copy.write(try other.bytes(of: "anchor"), to: "anchor")
    expectRollback(copy, "the vault's anchor belongs to another vault")
  }

  @Test func aVaultThatWentOnFromAnOldCopyIsFoundByTheAnchorOfBefore() async throws {
    let world = try await World()
    let old = try VaultCopy(of: world.test)
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    let seen = try VaultCopy(of: world.test).bytes(of: "anchor")
    // As many leaves as the true history, then more: the number of leaves tells nothing.
    let vault = try old.open()
    for id in [world.ben, subject("carl")] {
      _ = try await vault.withdraw(id, purpose: nil)
      let went = try VaultCopy(of: old)
      #expect(went.openingError() == nil)
      try went.write(seen, to: "anchor")
      expectRollback(went, "the ledger does not hold the leaves that its anchor saw")
    }
  }

  @Test func aFileThatIsNoDatabaseIsDamaged() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let text = Array("name,email\nsomebody,somebody@example.com\n".utf8)
    try copy.write(Array((0..<400).map { _ in text }.joined()), to: "data.db")
    #expect(copy.openingError() == "DATABASE_DAMAGED")
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
    expectRollback(copy, "the keyring is older than its anchor says")
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
