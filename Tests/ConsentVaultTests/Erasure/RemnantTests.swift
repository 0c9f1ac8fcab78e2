import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultStore

/// Looks for what is left of a person in every page that the vault's files hold, behind the seal.
@Suite struct RemnantTests {
  @Test func afterErasureNothingOfThePersonIsInAnyPageOrFrame() async throws {
    let customer = try await Customer()
    let other = try await Customer("doris", in: customer.test)
    var shared = Customer.delivery
    shared.recipient = "courier"
    _ = try await customer.texts(customer.id, shared)
    _ = try await customer.vault.openRequest(of: customer.id, .erasure)
    let (gone, stays) = (try remnants(of: customer), try remnants(of: other))
    #expect(gone.count > 40 && stays.count > 30)
    // The scan finds what is there.
    #expect(try found(gone, in: customer.test) == gone.count)
    _ = try await customer.vault.erase(customer.id)
    #expect(try found(gone, in: customer.test) == 0)
    #expect(try found(stays, in: customer.test) == stays.count)
    _ = try customer.vault.verifyLedger()
  }

  @Test func noRecordThatGrewOrShrankIsLeftBehind() async throws {
    let customer = try await Customer()
    var every = Set(try remnants(of: customer))
    for round in 1...6 {
      customer.test.clock.advance(by: .seconds(60))
      // The record gains a pin, then loses an envelope; a long value takes the place of a short one.
      _ = try await customer.vault.grant(customer.id, .webForm("marketing.styling"))
      every.formUnion(try remnants(of: customer))
      _ = try await customer.vault.put(
        customer.id,
        [
          NewValue(
            category: "preference.style",
            bytes: [UInt8](repeating: UInt8(round), count: round % 2 == 0 ? 3 : 3_000))
        ])
      every.formUnion(try remnants(of: customer))
      _ = try await customer.vault.withdraw(customer.id, purpose: "marketing.styling")
      every.formUnion(try remnants(of: customer))
    }
    _ = try await customer.vault.erase(customer.id)
    #expect(every.count > 80)
    #expect(try found(Array(every), in: customer.test) == 0)
  }

  @Test func aNeedleInFreedSpaceIsFoundUntilItIsOverwritten() async throws {
    let customer = try await Customer()
    let needle = Data((0..<16).map { UInt8(200 + $0) })
    let raw = try customer.test.raw()
    for secure in ["OFF", "ON"] {
      try raw.run("PRAGMA secure_delete=\(secure)")
      try raw.run(
        "INSERT INTO contact VALUES(?,1,1,1)", .blob(Array(needle)))
      #expect(try found([needle], in: customer.test) == 1)
      try raw.run("DELETE FROM contact WHERE subject=?", .blob(Array(needle)))
      // The frame that had it is still in the log; scrubbed, it is in the page's free space or nowhere.
      _ = try customer.vault.store.scrub()
      #expect(try found([needle], in: customer.test) == (secure == "OFF" ? 1 : 0))
    }
  }

  /// The beginning, the middle and the end of everything that only this person's rows hold.
  private func remnants(of customer: Customer) throws -> [Data] {
    let raw = try customer.test.raw()
    let subject = try customer.vault.store.read { try #require(try $0.subject(customer.id)) }
    let id = RawDatabase.Cell.blob(subject.id.bytes)
    var blobs = [subject.id.bytes]
    for query in [
      "SELECT wrapped, identity, state FROM subject WHERE subject=?",
      "SELECT envelope, detail FROM permission WHERE subject=?",
      "SELECT sealed FROM value WHERE subject=?", "SELECT sealed FROM request WHERE subject=?",
    ] {
      for case .blob(let bytes) in try raw.run(query, id).flatMap({ $0 }) { blobs.append(bytes) }
    }
    var parts: Set<Data> = []
    for blob in blobs {
      for start in [0, (blob.count - 16) / 2, blob.count - 16] {
        // The first bytes of every sealed blob are alike: version, algorithm, generation.
        let from = blob.count > 32 ? max(start, 6) : start
        parts.insert(Data(blob[from..<min(from + 16, blob.count)]))
      }
    }
    return Array(parts)
  }

  private func found(_ needles: [Data], in test: TestVault) throws -> Int {
    let pages = try UnsealedPages(of: test).bytes
    return needles.count { needle in pages.contains { $0.firstRange(of: needle) != nil } }
  }
}
