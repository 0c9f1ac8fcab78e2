import ConsentVaultTesting
import Testing

@testable import ConsentVault

/// An objection (GDPR Article 21) stops what rests on the company's interest, and direct marketing.
@Suite struct ObjectionTests {
  private let fraud = Request(
    actor: "fraud-desk", purpose: "security.fraud", categories: ["order.history"])
  private let parcel = Request(
    actor: "checkout", purpose: "service.fulfilment", categories: ["contact.name"],
    channel: "email")

  private func world() async throws -> World {
    let world = try await World()
    for purpose in ["security.fraud", "service.fulfilment"] {
      _ = try await world.vault.openGround(
        world.anna, Ground(purpose: purpose, reference: "R-1", end: .after(.days(30))))
    }
    return world
  }

  @Test func itStopsInterestAndMarketingAndNothingElse() async throws {
    let world = try await world()
    let vault = world.vault
    #expect(try vault.check(world.anna, fraud).verdict == .permit)
    let done = try await vault.object(world.anna)
    #expect(done.revocations.map(\.purpose) == ["marketing", "security.fraud"])
    #expect(done.revocations.flatMap(\.closed) == [world.styling])
    #expect(done.unaffected.isEmpty)
    #expect(try vault.check(world.anna, fraud).codes == ["DENIED_BY_SUBJECT"])
    #expect(try vault.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
    // A contract, and a consent that is no marketing, go on; so does everything of others.
    #expect(try vault.check(world.anna, parcel).verdict == .permit)
    #expect(try vault.check(world.anna, .sizes).verdict == .permit)
    #expect(try vault.check(world.ben, .styling).verdict == .permit)
    _ = try vault.verifyLedger()
  }

  @Test func itNamesWhatGoesOn() async throws {
    let world = try await world()
    let done = try await world.vault.object(world.anna, purpose: "service")
    #expect(done.revocations.map(\.purpose) == ["service"])
    #expect(done.unaffected == ["service.fulfilment", "service.returns"])
    #expect(try world.vault.check(world.anna, parcel).verdict == .permit)
  }

  @Test func objectingTwiceIsObjectingOnce() async throws {
    let world = try await world()
    let first = try await world.vault.object(world.anna)
    let second = try await world.vault.object(world.anna)
    #expect(second.revocations.compactMap(\.denial) == first.revocations.compactMap(\.denial))
    #expect(second.revocations.flatMap(\.closed).isEmpty)
    _ = try world.vault.verifyLedger()
  }

  @Test(arguments: ["unknown", "restricted", "erased"])
  func itIsTakenInAnyState(_ state: String) async throws {
    let world = try await world()
    var id = world.anna
    switch state {
    case "unknown": id = subject("zoe")
    case "restricted": _ = try await world.vault.restrict(id)
    default: _ = try await world.vault.erase(id)
    }
    #expect(try await world.vault.object(id).revocations.allSatisfy { $0.leaf != nil })
    _ = try world.vault.verifyLedger()
  }

  @Test func onlyAnUnknownPurposeStopsIt() async throws {
    let world = try await world()
    let error = await code { _ = try await world.vault.object(world.anna, purpose: "securty") }
    #expect(error == "PURPOSE_UNKNOWN")
  }
}
