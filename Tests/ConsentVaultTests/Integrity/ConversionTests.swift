import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultPolicy
import VaultStore

/// Vaults of earlier versions: refused, and brought up in one step.
@Suite struct ConversionTests {
  /// A world whose customers have consents and values, and an unsealed copy of it.
  private func unsealed() async throws -> (world: World, copy: VaultCopy) {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.unseal()
    return (world, copy)
  }

  @Test func anUnsealedDatabaseIsRefused() async throws {
    let (_, copy) = try await unsealed()
    #expect(copy.openingError() == "DATABASE_UNSEALED")
  }

  @Test func aConvertedVaultAnswersAsBefore() async throws {
    let (world, copy) = try await unsealed()
    let root = try world.vault.verifyLedger().root
    let before = try await world.vault.texts(world.anna, .sizes)
    #expect(before != nil)
    #expect(try copy.convert())
    let vault = try copy.open()
    #expect(try vault.verifyLedger().root == root)
    #expect(try await vault.texts(world.anna, .sizes) == before)
    // And it can be written.
    _ = try await vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(try vault.check(world.anna, .styling).verdict == .deny)
  }

  @Test func aConvertedFileHoldsNoWordOfThePlainOne() async throws {
    let (_, copy) = try await unsealed()
    let words = ["CREATE TABLE", "marketing.styling", "SQLite format"].map { Data($0.utf8) }
    let plain = Data(try copy.bytes(of: "data.db"))
    for word in words { #expect(plain.firstRange(of: word) != nil) }
    #expect(try copy.convert())
    let names = try FileManager.default.contentsOfDirectory(atPath: copy.path)
    for name in names {
      let bytes = Data(try copy.bytes(of: name))
      for word in words { #expect(bytes.firstRange(of: word) == nil) }
    }
    #expect(!names.contains { $0.contains("sealing") })
  }

  @Test(arguments: 1...3)
  func aVaultWithTheTablesOfAnEarlierVersionIsRefusedAndBroughtUp(_ version: Int) async throws {
    let world = try await World()
    try world.vault.close()
    let root = try world.vault.verifyLedger().root
    let copy = try VaultCopy(of: world.test)
    let counts = try Self.counts(world.vault)
    try copy.turnBack(to: version)
    #expect(copy.openingError() == "VAULT_OUTDATED")
    #expect(try copy.convert())
    let vault = try copy.open()
    #expect(try vault.verifyLedger().root == root)
    #expect(try Self.counts(vault) == counts)
    #expect(try vault.examine().contains { $0.check == "candidates" && $0.isGood })
    #expect(try !copy.convert())
  }

  /// A world, and a copy of it with the tables of version 3, sealed.
  private func outdated() async throws -> (world: World, copy: VaultCopy) {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.turnBack(to: 3)
    return (world, copy)
  }

  @Test func aVaultOfVersionThreeReadsTheSameAndIsWrittenOn() async throws {
    let (world, copy) = try await outdated()
    #expect(try copy.convert())
    let vault = try copy.open()
    for id in [world.anna, world.ben] {
      let before = try await world.vault.texts(id, .sizes)
      #expect(before != nil)
      #expect(try await vault.texts(id, .sizes) == before)
      #expect(try vault.contactable(for: "marketing.styling").contains { $0.subject == id })
    }
    _ = try await vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(try vault.check(world.anna, .styling).verdict == .deny)
    _ = try await vault.erase(world.ben)
    #expect(try vault.contactable(for: "marketing.styling").isEmpty)
    _ = try vault.verifyLedger()
  }

  @Test(arguments: [
    "UPDATE permission SET ends=ends+1", "UPDATE subject SET state=zeroblob(200)",
    "DELETE FROM permission",
  ])
  func whatWasEditedBeforeIsRefusedAfter(_ edit: String) async throws {
    let (world, copy) = try await outdated()
    try copy.raw().run(edit)
    // A record that does not open is found as soon as somebody is asked about.
    #expect(try copy.convert())
    let found = await code { _ = try await copy.open().texts(world.anna, .sizes) }
    #expect(found == "INTEGRITY")
  }

  @Test func aSealedVaultInUseIsNotConverted() async throws {
    let (world, copy) = try await outdated()
    let before = try copy.bytes(of: "data.db")
    do {
      let reader = try copy.raw()
      // Idle: it reads nothing now, but may at any time.
      try reader.run("SELECT * FROM subject")
      #expect(await code { _ = try copy.convert() } == "BUSY")
      try reader.run("SELECT * FROM subject")
    }
    #expect(try copy.bytes(of: "data.db") == before)
    #expect(try copy.convert())
    withExtendedLifetime(world) {}
  }

  @Test func whatAnInterruptedConversionOfASealedVaultLeftIsInNobodysWay() async throws {
    let (world, copy) = try await outdated()
    for end in ["", "-wal", "-journal"] { try copy.write([1, 2, 3], to: "data.db-sealing" + end) }
    #expect(copy.openingError() == "VAULT_OUTDATED")
    #expect(try copy.convert())
    #expect(copy.openingError() == nil)
    withExtendedLifetime(world) {}
  }

  /// How many each purpose may reach.
  private static func counts(_ vault: Vault) throws -> [Int] {
    try vault.policyInForceNow().allTerms.map {
      try vault.countContactable(for: $0.definition.name).count
    }
  }

  @Test func aSealedVaultIsNotConvertedAgain() async throws {
    let (_, copy) = try await unsealed()
    #expect(try copy.convert())
    let sealed = try copy.bytes(of: "data.db")
    #expect(try !copy.convert())
    #expect(try copy.bytes(of: "data.db") == sealed)
  }

  @Test func whatAnInterruptedConversionLeftIsInNobodysWay() async throws {
    let (_, copy) = try await unsealed()
    try copy.write([1, 2, 3], to: "data.db-sealing")
    try copy.write([4, 5, 6], to: "data.db-sealing-wal")
    #expect(try copy.convert())
    #expect(copy.openingError() == nil)
  }

  @Test func aVaultInUseIsNotConverted() async throws {
    let (_, copy) = try await unsealed()
    let before = try copy.bytes(of: "data.db")
    do {
      let reader = try RawDatabase(copy.database, pages: nil)
      try reader.run("BEGIN")
      try reader.run("SELECT * FROM subject")
      #expect(throws: VaultError.self) { try copy.convert() }
    }
    #expect(try copy.bytes(of: "data.db") == before)
    #expect(try copy.convert())
  }

  @Test func anotherProgramsDatabaseIsNotConverted() async throws {
    let (_, copy) = try await unsealed()
    try RawDatabase(copy.database, pages: nil).run("CREATE TABLE extra(a)")
    #expect(throws: VaultError.self) { try copy.convert() }
    #expect(copy.openingError() == "DATABASE_UNSEALED")
  }

  @Test func aPurposeKeyConvertsNothing() async throws {
    let (world, copy) = try await unsealed()
    let key = copy.path + "/purpose.key"
    #expect(try copy.convert())
    _ = try await copy.open().issueKey(for: ["marketing.styling"], to: key)
    try copy.unseal()
    #expect(throws: VaultError.self) {
      try Vault.convert(at: copy.path, unlockedBy: .keyFile(key))
    }
    #expect(copy.openingError() == "DATABASE_UNSEALED")
    withExtendedLifetime(world) {}
  }
}
