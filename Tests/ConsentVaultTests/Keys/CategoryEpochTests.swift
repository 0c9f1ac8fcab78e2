import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// A category's key changes whenever a permission that held it is closed.
@Suite struct CategoryEpochTests {
  private let style = "preference.style"

  private func stored(_ id: SubjectID, in vault: Vault) throws -> StoredSubject {
    try #require(try vault.store.read { try $0.subject(id) })
  }

  private func values(
    of id: SubjectID, _ category: String, in vault: Vault
  ) throws -> [(row: ValueRow, place: ValuePlace)] {
    try vault.store.read { snapshot in
      let registry = try snapshot.registry()
      let subject = try #require(try snapshot.subject(id))
      let number = try #require(registry.number(category, CategoryKind.self))
      return try snapshot.values(of: subject.id, in: number).map { row in
        (row, try #require(ValuePlace(row, of: subject.id, vault.keys.vault, registry)))
      }
    }
  }

  /// The key of a category as somebody kept it who had an envelope open.
  private func hoarded(
    _ id: SubjectID, _ purpose: String, _ category: String, by vault: Vault
  ) throws -> CategoryKey {
    try vault.store.read { snapshot in
      let registry = try snapshot.registry()
      let subject = try #require(try snapshot.subject(id))
      let number = try #require(registry.number(purpose, PurposeKind.self))
      let rows = try snapshot.permissions(of: subject, for: number, registry: registry)
      let row = try #require(rows.first { $0.envelope != nil })
      return try #require(try snapshot.envelope(of: row, registry: registry)?.key(for: category))
    }
  }

  @Test func aHoardedKeyOpensNothingThatIsStoredAfterAWithdrawal() async throws {
    let world = try await World()
    let kept = try hoarded(world.anna, "marketing.styling", style, by: world.vault)
    let before = try #require(try values(of: world.anna, style, in: world.vault).first)
    _ = try kept.open(before.row.sealed, at: before.place)
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    // What stays for the recommendations is sealed anew at once, and they read on.
    let after = try #require(try values(of: world.anna, style, in: world.vault).first)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try kept.open(after.row.sealed, at: after.place)
    }
    #expect(after.row.version == before.row.version)
    _ = try await world.vault.put(
      world.anna, [NewValue(category: style, bytes: Array("bold".utf8))])
    let later = try #require(try values(of: world.anna, style, in: world.vault).first)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try kept.open(later.row.sealed, at: later.place)
    }
    #expect(try await world.vault.texts(world.anna, .sizes) == ["preference.size": "plain size"])
    #expect(try await world.vault.texts(world.anna, .stylesToRecommend) == [style: "bold"])
    _ = try world.test.open().verifyLedger()
  }

  @Test func anExpiryRaisesTheEpochToo() async throws {
    let world = try await World()
    let id = subject("dora")
    _ = try await world.vault.grant(
      id, .webForm("marketing.styling", end: .after(.days(1))))
    _ = try await world.vault.grant(id, .webForm("personalise.recommendations"))
    _ = try await world.vault.put(id, [NewValue(category: style, bytes: Array("x".utf8))])
    let kept = try hoarded(id, "marketing.styling", style, by: world.vault)
    world.test.clock.advance(by: .days(2))
    #expect(try await world.vault.sweep().expired == 1)
    let value = try #require(try values(of: id, style, in: world.vault).first)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try kept.open(value.row.sealed, at: value.place)
    }
    #expect(try await world.vault.texts(id, .stylesToRecommend) == [style: "x"])
    _ = try world.test.open().verifyLedger()
  }

  @Test func anOldValueThatIsPutBackAfterASweepIsRefused() async throws {
    let world = try await World()
    let id = subject("emil")
    _ = try await world.vault.grant(id, .webForm("marketing.styling", end: .after(.days(1))))
    _ = try await world.vault.put(id, [NewValue(category: style, bytes: Array("x".utf8))])
    let row = try #require(
      try world.test.raw().run(
        "SELECT * FROM value WHERE subject=(SELECT subject FROM subject WHERE tag=?)",
        .blob(try world.vault.keys.tag(of: id).bytes)
      ).first)
    world.test.clock.advance(by: .days(2))
    #expect(try await world.vault.sweep().erasedValues == 1)
    _ = try await world.vault.grant(id, .webForm("marketing.styling"))
    try world.test.raw().run("INSERT INTO value VALUES(?,?,?,?,?,?,?)", all: row)
    #expect(await code { _ = try await world.vault.access(id, .styling) } == "INTEGRITY")
    #expect(await code { _ = try world.vault.verifyLedger() } != nil)
  }

  @Test func aPurposeKeyMarksAndTheNextOwnerFolds() async throws {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    let holder = try world.test.open(unlockedBy: .keyFile(path))
    let kept = try hoarded(world.anna, "marketing.styling", style, by: holder)
    _ = try await holder.withdraw(world.anna, purpose: "marketing.styling")
    #expect(try stored(world.anna, in: world.vault).record.stale.contains(style))
    _ = try world.test.open().verifyLedger()
    _ = try await world.vault.sweep()
    let record = try stored(world.anna, in: world.vault).record
    #expect(record.stale.isEmpty && record.epoch(of: style) == 1)
    let value = try #require(try values(of: world.anna, style, in: world.vault).first)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try kept.open(value.row.sealed, at: value.place)
    }
    #expect(try await world.vault.texts(world.anna, .stylesToRecommend) == [style: "plain"])
    _ = try world.test.open().verifyLedger()
    // A change by an owner folds as well, before anything is sealed.
    _ = try await holder.withdraw(world.ben, purpose: "marketing.styling")
    world.test.clock.advance(by: .seconds(1))
    _ = try await world.vault.grant(world.ben, .webForm("marketing.styling"))
    #expect(try stored(world.ben, in: world.vault).record.stale.isEmpty)
    #expect(try await world.vault.texts(world.ben, .styling) == [style: "loud"])
    _ = try world.test.open().verifyLedger()
  }

  @Test(arguments: [
    "UPDATE value SET version=version+1", "UPDATE value SET sealed=zeroblob(80)",
    "UPDATE value SET sealed=x'01'", "UPDATE subject SET wrapped=NULL, identity=NULL",
    "UPDATE subject SET wrapped=zeroblob(66)",
  ])
  func aDamagedRowKeepsNoPermissionOpen(_ damage: String) async throws {
    let world = try await World()
    let id = subject("gerd")
    _ = try await world.vault.grant(id, .webForm("marketing.styling", end: .after(.days(1))))
    _ = try await world.vault.grant(id, .webForm("personalise.recommendations"))
    _ = try await world.vault.put(id, [NewValue(category: style, bytes: Array("x".utf8))])
    try world.test.raw().run(damage)
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(try world.vault.check(world.anna, .styling).codes.contains("CONSENT_WITHDRAWN"))
    #expect(try stored(world.anna, in: world.vault).record.epoch(of: style) == 1)
    // Nor does it hold up the sweep of everybody.
    world.test.clock.advance(by: .days(2))
    #expect(try await world.vault.sweep().expired == 1)
    #expect(await code { _ = try await world.vault.access(id, .stylesToRecommend) } == "INTEGRITY")
    #expect(await code { _ = try world.vault.verifyLedger() } != nil)
  }

  @Test func aClosingWithoutAnEnvelopeRaisesNothing() async throws {
    let world = try await World()
    let id = subject("fred")
    let asked = try await world.vault.request(
      id, purpose: "marketing.styling", notice: "marketing-styling.en")
    _ = try await world.vault.dismiss(asked.id)
    #expect(try stored(id, in: world.vault).record.epochs.isEmpty)
  }

  @Test func everyLivePermissionStillOpensAfterARotationInBetween() async throws {
    let world = try await World()
    _ = try await world.vault.beginRotation(of: .wrap)
    _ = try await world.vault.beginRotation(of: .purpose("personalise.recommendations"))
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    _ = try await world.vault.rewrap()
    #expect(try await world.vault.texts(world.anna, .stylesToRecommend) == [style: "plain"])
    #expect(try await world.vault.texts(world.ben, .styling) == [style: "loud"])
    _ = try world.test.open().verifyLedger()
  }
}

extension Request {
  /// The recommendation engine asks for styles.
  static let stylesToRecommend = Request(
    actor: "shop-engine", purpose: "personalise.recommendations",
    categories: ["preference.style"])
}
