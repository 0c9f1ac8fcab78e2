import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultModel
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// A purpose key file opens its purpose and nothing else.
@Suite struct PurposeKeyTests {
  /// A vault opened with a key for styling alone, beside the owner's.
  private func opened() async throws -> (world: World, vault: Vault) {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    return (world, try world.test.open(unlockedBy: .keyFile(path)))
  }

  @Test func itChecksReadsAndStoresUnderItsOwnPermission() async throws {
    let (world, vault) = try await opened()
    #expect(try vault.check(world.anna, .styling).verdict == .permit)
    #expect(try await vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    let stored = try await vault.put(
      world.anna, [NewValue(category: "preference.style", bytes: Array("bold".utf8))])
    #expect(stored.stored == 1)
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "bold"])
    _ = try vault.verifyLedger()
  }

  @Test func anotherPurposeStaysLocked() async throws {
    let (world, vault) = try await opened()
    #expect(try vault.check(world.anna, .sizes).codes == ["VAULT_LOCKED"])
    #expect(try await vault.refusal(world.anna, .sizes) == ["VAULT_LOCKED"])
    // The recommendations cover it, and it is not their key.
    let put = await code {
      _ = try await vault.put(
        world.anna, [NewValue(category: "behaviour.web", bytes: Array("page".utf8))])
    }
    #expect(put == "CONSENT_MISSING")
    let own = await code {
      _ = try await world.vault.put(
        world.anna, [NewValue(category: "behaviour.web", bytes: Array("page".utf8))])
    }
    #expect(own == nil)
  }

  @Test func aNoIsTakenFromAnybody() async throws {
    let (world, vault) = try await opened()
    let done = try await vault.withdraw(world.anna, purpose: nil)
    #expect(done.closed.count == 2)
    #expect(try world.vault.check(world.anna, .sizes).codes == ["CONSENT_WITHDRAWN"])
    let stranger = try await vault.withdraw(subject("stranger"), purpose: "marketing")
    #expect(stranger.denial != nil)
    _ = try world.vault.verifyLedger()
  }

  @Test func whatOnlyAnOwnerMayDoIsRefused() async throws {
    let (world, vault) = try await opened()
    let anna = world.anna
    let notice = "marketing-styling.en"
    let refusals: [(String, () async throws -> Void)] = [
      ("grant", { _ = try await vault.grant(anna, .webForm("marketing.styling")) }),
      (
        "renew",
        {
          _ = try await vault.renew(
            world.styling, end: .after(.days(9)), notice: notice, method: "web-form")
        }
      ),
      (
        "request",
        { _ = try await vault.request(anna, purpose: "marketing.styling", notice: notice) }
      ),
      ("dismiss", { _ = try await vault.dismiss(world.styling) }),
      ("invalidate", { _ = try await vault.invalidate(world.styling, finding: "x") }),
      (
        "ground",
        {
          _ = try await vault.openGround(
            anna, Ground(purpose: "service.returns", reference: "x", end: .after(.days(1))))
        }
      ),
      ("sweep", { _ = try await vault.sweep() }),
      ("erase", { _ = try await vault.erase(anna) }),
      ("readmit", { _ = try await vault.readmit(anna) }),
      ("restrict", { _ = try await vault.restrict(anna) }),
      ("unrestrict", { _ = try await vault.unrestrict(anna) }),
      ("list", { try vault.eachSubject { _ in } }),
      ("load", { _ = try await vault.loadPolicy(RetailVault.policy("wide").source) }),
      (
        "issue",
        {
          _ = try await vault.issueKey(
            for: ["marketing.styling"], to: world.test.folder + "/more.key")
        }
      ),
      ("clock", { _ = try await vault.resetClock() }),
    ]
    for (name, body) in refusals {
      do {
        try await body()
        Issue.record("\(name) was accepted from a purpose key")
      } catch let error as VaultError {
        #expect(error.code == "OWNER_KEY_NEEDED" && error.kind == .key, "\(name)")
      }
    }
    #expect(try world.vault.check(anna, .styling).verdict == .permit)
  }

  @Test func withTheDatabaseAndWithoutTheGuardItStillOpensNothingElse() async throws {
    let (world, vault) = try await opened()
    try vault.store.read { snapshot in
      let registry = try snapshot.registry()
      let anna = try #require(try snapshot.subject(world.anna))
      let wrapped = try #require(anna.wrapped)
      #expect(throws: CryptoError.needsOwner) {
        try vault.keys.unwrapSubjectKey(wrapped, for: anna.id)
      }
      let rows = try snapshot.permissions(of: anna, registry: registry)
      let styling = try #require(rows.first { $0.permission.id == world.styling })
      let other = try #require(rows.first { $0.permission.id != world.styling })
      #expect(throws: CryptoError.needsOwner) {
        try snapshot.envelope(of: other, registry: registry)
      }
      let envelope = try #require(try snapshot.envelope(of: styling, registry: registry))
      // Its own envelope holds the keys of what the consent covers, and no other.
      #expect(
        envelope.categories == [
          "contact.email", "contact.name", "order.history", "preference.interest",
          "preference.size", "preference.style",
        ])
      #expect(envelope.key(for: "behaviour.web") == nil)
      // A sealed value of another category does not open under a key that it has.
      let key = try #require(envelope.key(for: "preference.style"))
      let size = try #require(registry.number("preference.size", CategoryKind.self))
      let row = try #require(try snapshot.values(of: anna.id, in: size).first)
      let place = try #require(ValuePlace(row, of: anna.id, vault.keys.vault, registry))
      #expect(throws: CryptoError.authenticationFailed) { _ = try key.open(row.sealed, at: place) }
      // Another purpose's envelope does not open by calling it its own.
      let sealed = try #require(other.envelope)
      #expect(throws: CryptoError.authenticationFailed) {
        try vault.keys.openEnvelope(sealed, purpose: "marketing.styling", row: [])
      }
    }
  }

  @Test func aKeyIsIssuedForPurposesThatExistAndNeverOverAFile() async throws {
    let world = try await World()
    let path = world.test.folder + "/a.key"
    #expect(
      await code { _ = try await world.vault.issueKey(for: ["marketing"], to: path) }
        == "PURPOSE_IS_GROUP")
    #expect(
      await code { _ = try await world.vault.issueKey(for: ["nothing"], to: path) }
        == "PURPOSE_UNKNOWN")
    #expect(
      await code {
        _ = try await world.vault.issueKey(for: ["marketing.styling"], to: world.test.keyFile)
      } == "FILE_EXISTS")
    #expect(try world.vault.keySlots().map(\.purposes) == [[], []])
  }
}
