import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultModel
import VaultStore

/// How far the anchor may lag behind releases that are only crash-safe.
@Suite struct AnchorLagTests {
  private func anchored(_ test: TestVault) throws -> UInt64 {
    try AnchorFile.open(test.path + "/anchor").read(test.vault.keys).ledgerSize
  }

  private func ask(_ test: TestVault) throws -> UInt64? {
    switch try test.vault.accessNow(subject("anna"), .styling) {
    case .permitted(let disclosure): disclosure.decision.leaf
    case .denied(let decision): decision.leaf
    }
  }

  @Test func aReleaseMovesTheAnchorWithinASecondAndNotBefore() async throws {
    var options = Vault.Options()
    options.durability = .crashSafe
    let test = try RetailVault.make(options: options)
    _ = try await test.vault.grant(subject("anna"), .webForm("marketing.styling"))
    let strict = try anchored(test)
    let first = try #require(try ask(test))
    #expect(try anchored(test) == strict)
    test.clock.advance(by: .seconds(1))
    let second = try #require(try ask(test))
    #expect(second == first + 1)
    #expect(try anchored(test) == second + 1)
  }

  @Test func aReleaseMovesItAlsoAfterAClockThatWasAheadWasCorrected() async throws {
    var options = Vault.Options()
    options.durability = .crashSafe
    let test = try RetailVault.make(options: options)
    let owner = try test.open()
    _ = try await test.vault.grant(subject("anna"), .webForm("marketing.styling"))
    let now = test.clock.now()
    test.clock.advance(by: .days(30))
    _ = try ask(test)
    test.clock.set(to: now)
    _ = try await owner.resetClock()
    for _ in 0..<3 {
      test.clock.advance(by: .seconds(60))
      let leaf = try #require(try ask(test))
      #expect(try anchored(test) == leaf + 1)
    }
  }

  @Test func aChangeOfPermissionsMovesItAtOnce() async throws {
    var options = Vault.Options()
    options.durability = .crashSafe
    let test = try RetailVault.make(options: options)
    let consent = try await test.vault.grant(subject("anna"), .webForm("marketing.styling"))
    #expect(try anchored(test) == consent.leaf.map { $0 + 1 })
    let no = try await test.vault.withdraw(subject("anna"), purpose: nil)
    #expect(try anchored(test) == no.leaf.map { $0 + 1 })
  }

  @Test func aStrictChangeThatWritesNothingVouchesForNothing() async throws {
    var options = Vault.Options()
    options.durability = .crashSafe
    let test = try RetailVault.make(options: options)
    _ = try await test.vault.grant(subject("anna"), .webForm("marketing.styling"))
    let strict = try anchored(test)
    // Only crash-safe: a power cut may take it away again.
    let leaf = try #require(try ask(test))
    let other = try test.open()
    try other.store.writeNow { _ in }
    try test.vault.store.writeNow { _ in }
    #expect(try anchored(test) == strict)
    _ = try await other.withdraw(subject("anna"), purpose: nil)
    #expect(try anchored(test) == leaf + 2)
  }
}
