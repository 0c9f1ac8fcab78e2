import ConsentVaultTesting
import Testing
import VaultLedger
import VaultStore

@testable import ConsentVault

@Suite struct ErasureTests {
  @Test func anErasedSubjectIsToldSoToEverybody() async throws {
    let world = try await World()
    let done = try await world.vault.erase(world.anna)
    #expect(done.changed && done.tier == .logical)
    #expect(try world.vault.check(world.anna, .styling).codes == ["SUBJECT_ERASED"])
    #expect(try await world.vault.refusal(world.anna, .styling) == ["SUBJECT_ERASED"])
    let grant = await code {
      _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    }
    let put = await code {
      _ = try await world.vault.put(
        world.anna, [NewValue(category: "preference.style", bytes: [1])])
    }
    #expect([grant, put] == ["SUBJECT_ERASED", "SUBJECT_ERASED"])
    #expect(try await world.vault.erase(world.anna).changed == false)
    // Nobody else is touched.
    #expect(try await world.vault.texts(world.ben, .styling) == ["preference.style": "loud"])
    _ = try world.vault.verifyLedger()
  }

  @Test func aTombstoneHoldsTheTagAlone() async throws {
    let world = try await World()
    _ = try await world.vault.texts(world.anna, .styling)
    let raw = try world.test.raw()
    let report = try world.vault.report(on: world.anna)
    #expect(report.values.count == 2 && report.consents.count == 2)
    let tags = try raw.run("SELECT tag, subject FROM subject ORDER BY tag")
    _ = try await world.vault.erase(world.anna)
    let after = try raw.run("SELECT tag, subject, wrapped, identity FROM subject ORDER BY tag")
    #expect(after.map { $0[0] } == tags.map { $0[0] })
    let tomb = try #require(after.first { $0[2] == .null })
    #expect(tomb[3] == .null)
    let old = try #require(tags.first { $0[0] == tomb[0] })[1]
    #expect(tomb[1] != old)
    for table in ["permission", "value", "due", "contact", "history"] {
      #expect(try raw.run("SELECT 1 FROM \(table) WHERE subject=?", old).isEmpty)
    }
    guard case .blob(let id) = old else { return }
    for row in try raw.run("SELECT subjects FROM bundle") {
      guard case .blob(let subjects) = row[0] else { continue }
      let ids = stride(from: 0, to: subjects.count, by: 16).map { Array(subjects[$0..<$0 + 16]) }
      #expect(!ids.contains(id))
    }
  }

  @Test(arguments: [false, true])
  func leavesOfTheSameGroupAreUnlinkedTooUnlessTheErasureFails(_ fails: Bool) async throws {
    let world = try await World()
    let vault = world.vault
    let prepared = try vault.hear(about: world.anna) { vault.inquiry(.styling, under: $0) }
    // One transaction, as a group commit makes it: somebody reads, and then the subject is erased.
    let id = try await vault.store.write { transaction in
      try #require(try transaction.subject(world.anna)).id
    }
    async let read = vault.store.write { try vault.settle(prepared, in: $0) }
    async let erased = code {
      _ = try await vault.store.write { transaction in
        _ = try vault.settle(prepared, in: transaction)
        let known = try #require(try transaction.subject(world.anna))
        try transaction.catchUpHistory()
        let count = try transaction.unlinkLeaves(of: known.id)
        if fails { throw VaultError.needsOwner }
        let leaf = try transaction.append(
          .erased, about: nil, actor: "test", policy: transaction.policyNumber(),
          detail: LeafDetail(counts: ["unlinked": count]))
        try transaction.erase(known, leaf: leaf)
      }
    }
    _ = try await read
    #expect(await erased == (fails ? "OWNER_KEY_NEEDED" : nil))
    _ = try vault.verifyLedger()
    let beside = try world.test.raw().run(
      "SELECT 1 FROM bundle WHERE instr(subjects, ?) > 0", .blob(id.bytes))
    #expect(beside.isEmpty == !fails)
  }

  @Test func whoIsReadmittedIsSomebodyNew() async throws {
    let world = try await World()
    _ = try await world.vault.erase(world.anna)
    #expect(try await world.vault.readmit(world.anna).changed)
    #expect(try await world.vault.readmit(world.anna).changed == false)
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_MISSING"])
    #expect(try world.vault.report(on: world.anna).values.isEmpty)
    #expect(try world.vault.consents(of: world.anna, all: true).isEmpty)
    #expect(
      await code { _ = try world.vault.permission(world.styling) } == "PERMISSION_UNKNOWN")
    #expect(try await world.vault.history(of: world.anna).map(\.type) == ["subject readmitted"])
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    #expect(try await world.vault.texts(world.anna, .styling) == [:])
    _ = try world.vault.verifyLedger()
  }

  @Test func nobodyIsErasedOrReadmittedWhoWasNeverSeen() async throws {
    let world = try await World()
    let nobody = subject("nobody")
    #expect(await code { _ = try await world.vault.erase(nobody) } == "SUBJECT_UNKNOWN")
    #expect(await code { _ = try await world.vault.readmit(nobody) } == "SUBJECT_UNKNOWN")
    #expect(await code { _ = try await world.vault.restrict(nobody) } == "SUBJECT_UNKNOWN")
    #expect(try await world.vault.readmit(world.anna).changed == false)
    #expect(try world.vault.check(world.anna, .styling).verdict == .permit)
  }

  @Test func aRestrictionStopsWhatWasGivenBefore() async throws {
    let world = try await World()
    #expect(try await world.vault.restrict(world.anna).changed)
    #expect(try await world.vault.restrict(world.anna).changed == false)
    #expect(try world.vault.check(world.anna, .styling).codes == ["SUBJECT_RESTRICTED"])
    // Storing goes on.
    _ = try await world.vault.put(
      world.anna, [NewValue(category: "preference.style", bytes: Array("new".utf8))])
    world.test.clock.advance(by: .seconds(1))
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "new"])
    #expect(try world.vault.check(world.anna, .sizes).codes == ["SUBJECT_RESTRICTED"])
    _ = try await world.vault.unrestrict(world.anna)
    #expect(try world.vault.check(world.anna, .sizes).verdict == .permit)
  }
}
