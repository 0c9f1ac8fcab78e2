import ConsentVault
import ConsentVaultTesting
import Testing
import VaultStore

/// Whom a purpose may reach, at the door of a shop's vault.
@Suite struct ContactableTests {
  private let styling = "marketing.styling"

  private func names(
    _ vault: Vault, over channel: String? = nil, limit: Int = 100, after: SubjectID? = nil
  ) throws -> [SubjectID] {
    try vault.contactable(for: styling, over: channel, limit: limit, after: after).map(\.subject)
  }

  @Test func whoSaidYesIsToldWithChannelsAndCategories() async throws {
    let world = try await World()
    let found = try world.vault.contactable(for: styling)
    #expect(Set(found.map(\.subject)) == [world.anna, world.ben])
    for contactable in found {
      #expect(contactable.means.channels.contains("in-app"))
      #expect(contactable.means.categories.contains("preference.style"))
    }
    #expect(try world.vault.countContactable(for: styling).count == 2)
  }

  @Test func whoSaysNoIsNotToldAnyMore() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing")
    #expect(try names(world.vault) == [world.ben])
    #expect(try world.vault.countContactable(for: styling).count == 1)
  }

  @Test func whoIsErasedLeavesNoRow() async throws {
    let world = try await World()
    for subject in [world.anna, world.ben] { _ = try await world.vault.erase(subject) }
    #expect(try names(world.vault).isEmpty)
    let rows = try world.test.raw().run("SELECT 1 FROM candidate UNION ALL SELECT 1 FROM shape")
    #expect(rows.isEmpty)
  }

  @Test func aConsentThatEndsIsNotToldSweptOrNot() async throws {
    let world = try await World()
    world.test.clock.advance(by: .days(4_000))
    #expect(try names(world.vault).isEmpty)
    #expect(try world.vault.countContactable(for: styling).count == 0)
    var options = SweepOptions()
    options.confirmsClock = true
    _ = try await world.vault.sweep(options)
    #expect(try names(world.vault).isEmpty)
    #expect(try world.vault.countContactable(for: styling).count == 0)
  }

  @Test func pagesTellEachOnce() async throws {
    let world = try await World()
    let first = try names(world.vault, limit: 1)
    let last: SubjectID = try #require(first.first)
    let second = try names(world.vault, limit: 1, after: last)
    #expect(Set(first + second) == [world.anna, world.ben])
    let end: SubjectID = try #require(second.first)
    #expect(try names(world.vault, limit: 1, after: end).isEmpty)
  }

  @Test func aPageBehindNobodyIsRefused() async throws {
    let world = try await World()
    #expect(
      await code { _ = try names(world.vault, after: subject("nobody")) } == "SUBJECT_UNKNOWN")
    _ = try await world.vault.erase(world.anna)
    #expect(await code { _ = try names(world.vault, after: world.anna) } == "SUBJECT_ERASED")
  }

  @Test func namesOfThePolicyAreDemanded() async throws {
    let world = try await World()
    func refusal(_ purpose: String, as actor: String? = nil, over channel: String? = nil) async
      -> String?
    {
      await code {
        _ = try world.vault.countContactable(for: purpose, as: actor, over: channel)
      }
    }
    #expect(await refusal("unknown") == "PURPOSE_UNKNOWN")
    #expect(await refusal("marketing") == "PURPOSE_IS_GROUP")
    #expect(await refusal(styling, over: "pigeon") == "CHANNEL_UNKNOWN")
    #expect(await refusal(styling, over: "sms") == "CHANNEL_NOT_ALLOWED")
    #expect(await refusal(styling, as: "nobody") == "ACTOR_UNKNOWN")
    #expect(await refusal(styling, as: "shop-engine") == "ACTOR_NOT_PERMITTED")
  }

  @Test func aPurposeKeyCountsItsOwnPurposeAndNamesNobody() async throws {
    let world = try await World()
    let key = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: [styling], to: key)
    let vault = try world.test.open(unlockedBy: .keyFile(key))
    #expect(try vault.countContactable(for: styling).count == 2)
    #expect(
      await code { _ = try vault.countContactable(for: "personalise.recommendations") }
        == "VAULT_LOCKED")
    #expect(await code { _ = try names(vault) } == "OWNER_KEY_NEEDED")
    #expect(
      await code { _ = try vault.contactable(for: "personalise.recommendations") }
        == "VAULT_LOCKED")
  }

  @Test func quietHoursAreToldAsTheReason() async throws {
    let world = try await World()
    _ = try await world.vault.grant(world.anna, .webForm("marketing.newsletter"))
    #expect(try world.vault.countContactable(for: "marketing.newsletter").count == 1)
    world.test.clock.set(to: instant("2026-01-10T22:00:00Z"))
    let night = try world.vault.countContactable(for: "marketing.newsletter")
    #expect(night.count == 0 && night.reasons == ["QUIET_HOURS"])
    #expect(try world.vault.contactable(for: "marketing.newsletter").isEmpty)
  }

  @Test func aContactTooManyTakesSomebodyOffTheList() async throws {
    let world = try await World()
    let purpose = "marketing.newsletter"
    for id in [world.anna, world.ben] {
      _ = try await world.vault.grant(id, .webForm(purpose))
      _ = try await world.vault.put(
        id, [NewValue(category: "contact.email", bytes: Array("a@example.com".utf8))])
    }
    #expect(try await world.vault.texts(world.anna, .newsletter) != nil)
    #expect(try world.vault.contactable(for: purpose).map(\.subject) == [world.ben])
    #expect(try world.vault.countContactable(for: purpose).count == 1)
    world.test.clock.advance(by: .days(7))
    #expect(try world.vault.countContactable(for: purpose).count == 2)
  }

  @Test func aRestoredVaultTellsTheSame() async throws {
    let backups = try await Backups()
    try backups.make()
    let (vault, _) = try backups.restore()
    #expect(try Set(names(vault)) == Set(names(backups.vault)))
    #expect(try vault.countContactable(for: styling).count == 2)
  }

  /// Everybody is made to look as if each permission that there is were theirs, for good.
  @Test(arguments: [
    """
    INSERT OR REPLACE INTO candidate \
    SELECT c.purpose, s.subject, c.shape, 9000000000000000 FROM candidate c, subject s
    """,
    "UPDATE candidate SET shape=0, until=0",
    "UPDATE shape SET days=1, scope=(SELECT scope FROM permission ORDER BY length(scope) LIMIT 1)",
  ])
  func aRowThatWasEditedListsNobodyWhoseCheckIsDenied(_ edit: String) async throws {
    let world = try await World()
    let carla = subject("carla")
    for id in [carla, subject("dora")] { _ = try await world.vault.grant(id, .webForm(styling)) }
    _ = try await world.vault.withdraw(carla, purpose: "marketing")
    _ = try await world.vault.restrict(world.ben)
    _ = try await world.vault.erase(subject("dora"))
    let before = try world.vault.contactable(for: styling)
    #expect(before.map(\.subject) == [world.anna])
    try world.vault.close()
    try world.test.raw().run(edit)
    #expect(try world.test.open().contactable(for: styling) == before)
  }

  @Test(arguments: [
    "UPDATE shape SET count=count+1", "DELETE FROM candidate", "UPDATE candidate SET until=until+1",
    "INSERT INTO candidate SELECT purpose+100, subject, shape, until FROM candidate",
  ])
  func whatWasEditedIsFoundByTheDoctor(_ edit: String) async throws {
    let world = try await World()
    func finding() throws -> Finding? {
      try world.vault.examine().first { $0.check == "candidates" }
    }
    #expect(try finding()?.isGood == true)
    try world.vault.close()
    try world.test.raw().run(edit)
    #expect(try finding()?.isGood == false)
  }
}
