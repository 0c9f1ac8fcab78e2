import ConsentVaultTesting
import Testing
import VaultStore

@testable import ConsentVault

@Suite struct ErasureEdgeTests {
  @Test func whoIsKnownByADenialAloneIsErased() async throws {
    let test = try RetailVault.make()
    let emil = subject("emil")
    _ = try await test.vault.refuse(emil, purpose: nil)
    let done = try await test.vault.erase(emil)
    #expect(done.changed && done.values == 0 && done.permissions == 0 && done.unlinked == 1)
    #expect(try test.vault.check(emil, .styling).codes == ["SUBJECT_ERASED"])
    _ = try test.vault.verifyLedger()
  }

  @Test func whoIsRestrictedIsErased() async throws {
    let world = try await World()
    _ = try await world.vault.restrict(world.anna)
    #expect(try await world.vault.erase(world.anna).changed)
    #expect(try world.vault.check(world.anna, .styling).codes == ["SUBJECT_ERASED"])
    _ = try world.vault.verifyLedger()
  }

  @Test func whoWasReadmittedIsErasedAgain() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    let first = try await vault.erase(customer.id)
    _ = try await vault.readmit(customer.id)
    let second = try await vault.erase(customer.id)
    #expect(second.changed && second.leaf > first.leaf && second.kept.isEmpty)
    // What the first erasure kept is nobody's that the second could reach.
    #expect(
      try vault.check(Customer.kept(customer.contract), Customer.delivery).verdict == .permit)
    _ = try vault.verifyLedger()
  }

  @Test func aDryRunSaysWhatWouldGoAndErasesNothing() async throws {
    let customer = try await Customer()
    let size = try customer.vault.verifyLedger().size
    var options = Vault.Options()
    options.isRehearsal = true
    let done = try await customer.test.open(options: options).erase(customer.id, tier: .disk)
    #expect(done.changed && done.values == 2 && done.kept.count == 2)
    #expect(try customer.vault.check(customer.id, Customer.delivery).verdict == .permit)
    #expect(try customer.vault.verifyLedger().size == size)
  }

  @Test func onlyAnOwnerErases() async throws {
    let customer = try await Customer()
    let path = customer.test.folder + "/styling.key"
    _ = try await customer.vault.issueKey(for: ["marketing.styling"], to: path)
    let vault = try customer.test.open(unlockedBy: .keyFile(path))
    #expect(await code { _ = try await vault.erase(customer.id) } == "OWNER_KEY_NEEDED")
    #expect(try customer.vault.check(customer.id, Customer.delivery).verdict == .permit)
  }

  @Test func twoErasuresOfOneGroupAreOne() async throws {
    let customer = try await Customer()
    let (vault, id) = (customer.vault, customer.id)
    async let first = vault.erase(id)
    async let second = vault.erase(id)
    let (a, b) = (try await first, try await second)
    #expect(a.changed != b.changed && a.leaf == b.leaf && a.values == b.values)
    _ = try vault.verifyLedger()
  }

  @Test func aReaderInTheWayMakesItNotYetAndTheNextSweepFinishes() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    let raw = try customer.test.raw()
    try raw.run("BEGIN")
    try raw.run("SELECT count(*) FROM subject")
    let pending = try await vault.erase(customer.id)
    #expect(pending.changed && pending.tier == nil)
    // The gate is closed all the same.
    #expect(try vault.check(customer.id, Customer.delivery).codes == ["SUBJECT_ERASED"])
    try raw.run("COMMIT")
    _ = try await vault.sweep()
    let log = try #require(try vault.store.directory.size(of: vault.store.directory.log))
    #expect(log == 0)
    #expect(try await vault.erase(customer.id).tier == .logical)
  }

  @Test(arguments: [1, 1_000])
  func erasingCostsOneKeyHoweverManyTheValues(_ count: Int) async throws {
    let world = try await World()
    let (vault, raw) = (world.vault, try world.test.raw())
    let values = (0..<count).map {
      NewValue(category: "preference.style", key: "\($0)", bytes: [1])
    }
    _ = try await vault.put(world.anna, values)
    func keys() throws -> Int {
      try raw.run("SELECT 1 FROM subject WHERE wrapped IS NOT NULL").count
    }
    let old = try vault.store.read { try #require(try $0.subject(world.anna)) }
    let (before, size) = (try keys(), try vault.verifyLedger().size)
    #expect(try await vault.erase(world.anna).values == UInt64(count + 1))
    #expect(try keys() == before - 1)
    #expect(try vault.verifyLedger().size == size + 1)
    #expect(try vault.store.read { try $0.values(of: old.id) }.isEmpty)
  }
}
