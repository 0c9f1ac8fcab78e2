import ConsentVaultTesting
import Testing
import VaultLedger

@testable import ConsentVault

/// A person's data is handed out to them (GDPR Articles 15 and 20): the leaf first, then the values.
@Suite struct ExportTests {
  /// The values of an export as text, by category.
  private func texts(_ export: borrowing SubjectExport) throws -> [String: String] {
    var texts: [String: String] = [:]
    for (index, value) in export.statement.values.enumerated() {
      texts[value.category] = try export.withBytes(of: index) { span in
        unsafe span.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
      }
    }
    return texts
  }

  @Test func itTellsEverythingAndTheLeafSaysThatItWasTold() async throws {
    let world = try await World()
    let vault = world.vault
    _ = try await vault.texts(world.anna, .styling)
    _ = try await vault.refusal(world.anna, .newsletter)
    _ = try await vault.withdraw(world.anna, purpose: "marketing.newsletter")
    let request = try await vault.openRequest(of: world.anna, .access)
    let export = try await vault.export(world.anna, as: .html)
    let statement = export.statement
    let texts = try texts(export)
    #expect(texts == ["preference.style": "plain", "preference.size": "plain size"])
    #expect(statement.subject == "anna" && statement.status == "active")
    #expect(statement.consents.map(\.purpose).sorted().contains("marketing.styling"))
    #expect(statement.denials.map(\.purpose) == ["marketing.newsletter"])
    #expect(statement.requests.map(\.request.id) == [request.request.id])
    #expect(statement.uses.map(\.isPermitted) == [true, false])
    #expect(statement.uses.first?.permissions == [world.styling])
    #expect(statement.uses.last?.reasons.contains("CONSENT_MISSING") ?? false)
    #expect(statement.events.contains { $0.name == "value stored" })
    let leaf = try #require(try vault.ledger(from: statement.leaf, limit: 1).first)
    #expect(leaf.type == "data exported" && leaf.detail?.method == "html")
    #expect(leaf.detail?.categories == ["preference.size", "preference.style"])
    #expect(leaf.detail?.counts == ["values": 2] && leaf.detail?.permissions == [])
    _ = try vault.verifyLedger()
  }

  @Test func withoutALeafThereIsNoData() async throws {
    FaultyDisk.install()
    let world = try await World()
    let vault = try world.test.open()
    var released = false
    let failed = await FaultyDisk.failing(
      .sync, of: world.test.path, after: 0, isForGood: true
    ) {
      let error = await code {
        _ = try await vault.export(world.anna, as: .json)
        released = true
      }
      #expect(error == "INPUT_OUTPUT")
    }
    #expect(failed > 0 && !released)
  }

  @Test func onlyTheRightValuesMayBeTakenElsewhere() async throws {
    let world = try await World()
    let vault = world.vault
    _ = try await vault.grant(
      world.anna,
      .webForm("marketing.styling", ScopeNames(origins: ["volunteered", "observed", "inferred"])))
    _ = try await vault.openGround(
      world.anna, Ground(purpose: "security.fraud", reference: "R-1", end: .after(.days(30))))
    _ = try await vault.put(
      world.anna,
      [
        NewValue(category: "preference.interest", bytes: Array("a guess".utf8), origin: .inferred),
        NewValue(category: "order.payment", bytes: Array("by card".utf8)),
      ])
    let all = try await vault.export(world.anna, as: .json)
    #expect(all.statement.values.count == 4)
    let portable = try await vault.export(world.anna, .portability, as: .json)
    // Not the guess, and not what only the company's interest holds.
    #expect(portable.statement.values.map(\.category) == ["preference.size", "preference.style"])
    #expect(portable.statement.uses.isEmpty && portable.statement.consents.isEmpty)
  }

  @Test func aRestrictedPersonGetsTheirDataToo() async throws {
    let world = try await World()
    _ = try await world.vault.restrict(world.anna)
    let export = try await world.vault.export(world.anna, as: .json)
    #expect(export.statement.status == "restricted" && export.statement.restrictedSince != nil)
    let texts = try texts(export)
    #expect(texts.count == 2)
    // What opens nothing now is said to.
    #expect(export.statement.stopped == Set(export.statement.consents.map(\.id)))
  }

  @Test func whoIsErasedOrUnknownHasNothingToGet() async throws {
    let world = try await World()
    _ = try await world.vault.erase(world.anna)
    let before = try world.vault.verifyLedger()
    let erased = await code { _ = try await world.vault.export(world.anna, as: .json) }
    let unknown = await code { _ = try await world.vault.export(subject("zoe"), as: .json) }
    #expect([erased, unknown] == ["SUBJECT_ERASED", "SUBJECT_UNKNOWN"])
    #expect(try world.vault.verifyLedger() == before)
  }

  @Test func whatIsOnlyRetainedIsToldAndMarked() async throws {
    let test = try RetailVault.make()
    let anna = subject("anna")
    let ground = try await test.vault.openGround(
      anna, Ground(purpose: "service.returns", reference: "R-1", end: .after(.days(30))))
    _ = try await test.vault.put(
      anna, [NewValue(category: "order.history", bytes: Array("shoes".utf8))])
    let used = try await test.vault.export(anna, as: .json)
    #expect(used.statement.values.first?.purposes == ["service.returns"])
    test.clock.advance(by: .days(1))
    _ = try await test.vault.closeGround(ground.id)
    let kept = try await test.vault.export(anna, as: .json)
    let value = try #require(kept.statement.values.first)
    #expect(value.isInRetention && value.retainedFor == ["service.returns"])
    #expect(value.keptUntil == test.clock.now().advanced(by: .days(730)))
    let texts = try texts(kept)
    #expect(texts == ["order.history": "shoes"])
  }

  @Test func correctionsAreToldWithoutWhatWasThereBefore() async throws {
    let world = try await World()
    world.test.clock.advance(by: .days(1))
    _ = try await world.vault.rectify(
      world.anna, [NewValue(category: "preference.style", bytes: Array("bold".utf8))])
    let export = try await world.vault.export(world.anna, as: .json)
    let value = try #require(export.statement.values.first { $0.category == "preference.style" })
    #expect(value.versions.map(\.number) == [1, 2])
    #expect(value.versions.map(\.isRectification) == [false, true])
    #expect(value.versions.last?.time == world.test.clock.now())
    #expect(value.versions.last?.actor == "application")
    let texts = try texts(export)
    #expect(texts["preference.style"] == "bold")
  }

  @Test func aRehearsalReleasesNothing() async throws {
    let world = try await World()
    var options = Vault.Options()
    options.isRehearsal = true
    let before = try world.vault.verifyLedger()
    let trial = try await world.test.open(options: options).export(world.anna, as: .json)
    #expect(trial.statement.values.count == 2)
    var error: String?
    do { _ = try trial.withBytes(of: 0) { $0.byteCount } } catch let refusal as VaultError {
      error = refusal.code
    }
    #expect(error == "NOT_RELEASED")
    #expect(try world.vault.verifyLedger() == before)
  }

  @Test func aDamagedValueIsFoundBeforeALeafSaysThatItWasGiven() async throws {
    let world = try await World()
    let size = try world.vault.verifyLedger().size
    let raw = try world.test.raw()
    try raw.run("UPDATE value SET collected=collected+1")
    let error = await code { _ = try await world.vault.export(world.anna, as: .json) }
    #expect(error == "INTEGRITY")
    try raw.run("UPDATE value SET collected=collected-1")
    #expect(try world.vault.verifyLedger().size == size)
  }
}
