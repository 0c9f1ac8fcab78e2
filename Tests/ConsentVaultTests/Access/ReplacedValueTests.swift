import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultModel
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// Between the look at a record and the leaf of its release, values may be replaced.
@Suite struct ReplacedValueTests {
  @Test(arguments: [Origin.volunteered, .inferred])
  func aValueThatWasReplacedBeforeTheLeafIsNotReleased(by origin: Origin) async throws {
    let world = try await World()
    _ = try await world.vault.grant(
      world.anna, .webForm("personalise.recommendations", ScopeNames(origins: ["inferred"])))
    let other = try world.test.open()
    let prepared = try other.hear(about: world.anna) { other.inquiry(.styling, under: $0) }
    #expect(prepared.outcome.isPermit)
    var value = NewValue(category: "preference.style", bytes: Array("new".utf8))
    value.origin = origin
    #expect(try await world.vault.put(world.anna, [value]).stored == 1)
    let now = try world.vault.check(world.anna, .styling)
    let settled = try await other.store.write { try other.settle(prepared, in: $0) }
    #expect(other.decision(of: settled.hearing).codes == now.codes)
    #expect(settled.hearing.outcome.isPermit == (now.verdict == .permit))
    let texts = settled.hearing.released.map { plaintext in
      unsafe plaintext.bytes.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
    #expect(texts == (origin == .inferred ? [] : ["new"]))
  }

  @Test func aValueOfSomebodyElseMakesNoDifference() async throws {
    let world = try await World()
    let other = try world.test.open()
    let prepared = try other.hear(about: world.anna) { other.inquiry(.styling, under: $0) }
    _ = try await world.vault.put(
      world.ben, [NewValue(category: "preference.style", bytes: Array("new".utf8))])
    let settled = try await other.store.write { try other.settle(prepared, in: $0) }
    #expect(settled.hearing === prepared)
  }
}
