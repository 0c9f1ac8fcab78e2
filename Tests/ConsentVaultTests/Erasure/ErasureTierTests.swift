import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultCrypto
import VaultStore

@testable import ConsentVault

@Suite struct ErasureTierTests {
  @Test func noPageFromBeforeOpensOnceTheDiskIsReached() async throws {
    let customer = try await Customer()
    // What freed blocks of the disk, or of a flash chip, would still hold.
    let old = try pages(of: customer.test)
    #expect(old.count > 20 && opening(old, in: customer.test) == old.count)
    let done = try await customer.vault.erase(customer.id, tier: .disk)
    #expect(done.tier == .disk)
    #expect(opening(old, in: customer.test) == 0)
    // Nor for somebody who opens the vault anew, with the keyring as it lies there.
    let fresh = try customer.test.open()
    #expect(opening(old, by: fresh) == 0)
    #expect(try fresh.check(Customer.kept(customer.duty), Customer.invoice).verdict == .permit)
    _ = try fresh.verifyLedger()
  }

  @Test func pagesFromBeforeStillOpenAfterTheLogicalTier() async throws {
    let customer = try await Customer()
    let old = try pages(of: customer.test)
    #expect(try await customer.vault.erase(customer.id).tier == .logical)
    #expect(opening(old, in: customer.test) == old.count)
    // And the batch at night takes them all at once.
    _ = try await customer.vault.renewPages()
    #expect(opening(old, in: customer.test) == 0)
    #expect(try await customer.vault.erase(customer.id, tier: .disk).tier == .disk)
  }

  @Test func whoIsErasedWhilePagesAreRenewedWaitsForTheNextTime() async throws {
    let customer = try await Customer()
    _ = try await customer.vault.beginRotation(of: .page)
    let other = try await Customer("doris", in: customer.test)
    #expect(try await customer.vault.erase(other.id).tier == .logical)
    _ = try await customer.vault.renewPages()
    // What she told was written under the key that is kept.
    #expect(try await customer.vault.erase(other.id).tier == .logical)
    #expect(try await customer.vault.erase(other.id, tier: .disk).tier == .disk)
  }

  private struct Page {
    let number: UInt32
    let bytes: [UInt8]
    let database: [UInt8]
  }

  /// Every page of the database and every frame of its log, as they lie on the disk.
  private func pages(of test: TestVault) throws -> [Page] {
    let database = Array(try Data(contentsOf: URL(filePath: test.path + "/data.db")))
    let log = Array(try Data(contentsOf: URL(filePath: test.path + "/data.db-wal")))
    let id = Array(database.prefix(16))
    var pages: [Page] = []
    for start in stride(from: 0, to: database.count, by: 4096) {
      let bytes = Array(database[start..<start + 4096])
      pages.append(Page(number: UInt32(start / 4096 + 1), bytes: bytes, database: id))
    }
    for start in stride(from: 32, to: log.count, by: 24 + 4096) {
      var number: UInt32 = 0
      for byte in log[start..<start + 4] { number = number << 8 | UInt32(byte) }
      let bytes = Array(log[start + 24..<start + 24 + 4096])
      pages.append(Page(number: number, bytes: bytes, database: id))
    }
    return pages
  }

  private func opening(_ pages: [Page], in test: TestVault) -> Int {
    opening(pages, by: test.vault)
  }

  private func opening(_ pages: [Page], by vault: Vault) -> Int {
    guard let sealed = try? SealedPages(vault.keys) else { return -1 }
    return pages.count { sealed.open($0.bytes, number: $0.number, of: $0.database) != nil }
  }
}
