import ConsentVault
import ConsentVaultTesting
import Testing

/// Somebody without keys edits what is permitted, what names mean, or what was shown.
@Suite struct PolicyEditTests {
  private func answer(_ vault: Vault, _ request: Request = .styling) -> String {
    do throws(VaultError) {
      return try vault.check(subject("anna"), request).verdict.rawValue
    } catch { return error.code }
  }

  @Test(arguments: [
    "canonical=replace(canonical, 'stylist', 'insight')", "version='2099.1.1'", "name='other'",
    "places=places || ' '", "source=source || ' '", "loaded=loaded+1", "seal=zeroblob(32)",
    "digest=zeroblob(32)", "number=2",
  ])
  func anEditedPolicyDecidesNothing(_ edit: String) async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.raw().run("UPDATE policy SET \(edit)")
    #expect(answer(try copy.open()) == "INTEGRITY")
    let fresh = try VaultCopy(of: world.test).open()
    #expect(answer(fresh) == "permit")
  }

  @Test(arguments: [
    "UPDATE registry SET name=CASE name WHEN 'stylist' THEN 'insight' WHEN 'insight' THEN 'stylist' ELSE name END WHERE kind=3",
    "UPDATE registry SET name='preference.colour' WHERE name='preference.style'",
    "DELETE FROM registry WHERE name='broker'",
    "INSERT INTO registry VALUES(2, 999, 'new')",
    "INSERT INTO registry VALUES(99, 0, 'new')",
  ])
  func anEditedRegistryDecidesNothing(_ edit: String) async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let raw = try copy.raw()
    try raw.run(edit)
    #expect(raw.changes > 0)
    #expect(answer(try copy.open()) == "INTEGRITY")
  }

  @Test func anEditedNoticeIsShownToNobodyAndProvesNothing() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    try raw.run("UPDATE notice SET text=text || ' and everything else'")
    #expect(
      await code {
        _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
      } == "INTEGRITY")
    #expect(await code { _ = try world.vault.notices() } == "INTEGRITY")
    #expect(await code { _ = try world.vault.consents(of: world.anna) } == "INTEGRITY")
  }

  @Test(arguments: [
    "UPDATE notice SET id='marketing-letter' WHERE id='feedback-survey'",
    "UPDATE notice SET language='de'", "UPDATE notice SET policy=policy+1",
    "DELETE FROM notice WHERE id='feedback-survey'",
    "INSERT INTO notice VALUES(2, 'marketing-styling', 'en', zeroblob(32), 'All is allowed.')",
  ])
  func anExchangedNoticeIsFound(_ edit: String) async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let raw = try copy.raw()
    try raw.run(edit)
    #expect(raw.changes > 0)
    #expect(answer(try copy.open()) == "INTEGRITY")
  }

  @Test func aPolicyThatAnotherProcessLoadsDecidesAtOnce() async throws {
    let world = try await World()
    let other = try world.test.open()
    #expect(answer(other) == "permit")
    _ = try await world.vault.loadPolicy(RetailVault.policy("narrow").source)
    let narrow = try world.vault.check(subject("anna"), .styling)
    #expect(try other.check(subject("anna"), .styling).codes == narrow.codes)
    #expect(try other.check(subject("anna"), .styling).policy == narrow.policy)
  }
}
