import ConsentVaultTesting
import Testing
import VaultStore

@testable import ConsentVault

/// Rows written by somebody who opens the pages, under a process that keeps what it has read.
@Suite struct HostileRowTests {
  /// Edits that change what the subject's rows say; each is an integrity failure to whoever reads them.
  static let edits = [
    "UPDATE permission SET ends=ends+1", "DELETE FROM permission",
    "UPDATE subject SET state=zeroblob(200)", "UPDATE value SET sealed=zeroblob(60)",
    "UPDATE value SET origin=origin+1", "INSERT INTO history SELECT subject, 1, 9999 FROM subject",
  ]

  @Test(arguments: edits)
  func rowsThatChangedWithoutALeafAreReadAgain(_ sql: String) async throws {
    let world = try await World()
    let other = try world.test.open()
    for vault in [world.vault, other] {
      #expect(try vault.kept(world.anna) != nil)
      #expect(try vault.check(world.anna, .styling).verdict == .permit)
    }
    try world.test.raw().run(sql)
    for vault in [world.vault, other] {
      for door in Door.out { #expect(!(await door.opens(vault, to: world.anna, .styling))) }
    }
  }

  /// As above, and the count of transactions with leaves is raised too, so that none seems to be missing.
  ///
  /// The limit that THREAT_MODEL.md states: who holds a purpose's key keeps a running process on what was
  /// true.
  @Test(arguments: edits)
  func aRaisedCountOfTransactionsKeepsAProcessOnWhatWasTrue(_ sql: String) async throws {
    let world = try await World()
    #expect(try world.vault.kept(world.anna) != nil)
    let raw = try world.test.raw()
    try raw.run("BEGIN")
    try raw.run(sql)
    try raw.run("UPDATE frontier SET transactions=transactions+1")
    try raw.run("COMMIT")
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    let fresh = try world.test.open()
    for door in Door.out { #expect(!(await door.opens(fresh, to: world.anna, .styling))) }
    #expect(await code { _ = try world.vault.verifyLedger() } != nil)
  }

  /// Hides Anna's withdrawal from another process that keeps her, before it looks through the leaves.
  private func hide(_ sql: String) async throws -> (world: World, other: Vault) {
    let world = try await World()
    let other = try world.test.open()
    #expect(try other.kept(world.anna) != nil)
    // Ben's leaf, the one before.
    _ = try await world.vault.put(
      world.ben, [NewValue(category: "preference.style", bytes: Array("calm".utf8))])
    let leaf = try #require(
      try await world.vault.withdraw(world.anna, purpose: "marketing.styling").leaf)
    let raw = try world.test.raw()
    try raw.run("BEGIN")
    let before = sql.contains("?2") ? [RawDatabase.Cell.integer(Int64(leaf) - 1)] : []
    try raw.run(sql, all: [.integer(Int64(leaf))] + before)
    #expect(raw.changes == 1)
    try raw.run("UPDATE frontier SET transactions=transactions+1")
    try raw.run("COMMIT")
    return (world, other)
  }

  /// The leaf is taken away, or its row lies elsewhere or is empty.
  @Test(arguments: [
    "DELETE FROM bundle WHERE first=?1", "UPDATE bundle SET first=0x7fffffff-first WHERE first=?1",
    "UPDATE bundle SET first=-first WHERE first=?1",
    "UPDATE bundle SET leaves=x'', subjects=x'' WHERE first=?1",
    "UPDATE bundle SET subjects=x'' WHERE first=?1",
    "UPDATE bundle SET leaves=(SELECT leaves FROM bundle WHERE first=?2) WHERE first=?1",
  ])
  func aWithdrawalWhoseLeafIsGoneIsObeyed(_ sql: String) async throws {
    let (world, other) = try await hide(sql)
    for door in Door.out { #expect(!(await door.opens(other, to: world.anna, .styling))) }
  }

  /// As above: a limit that is stated.
  @Test func aWithdrawalWhoseLeafNamesAnotherIsFoundByVerify() async throws {
    let (world, other) = try await hide(
      "UPDATE bundle SET subjects=(SELECT subjects FROM bundle WHERE first=?2) WHERE first=?1")
    #expect(await code { _ = try other.verifyLedger() } == "LEDGER_BROKEN")
    #expect(try world.test.open().check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
  }

  /// With no connection left the shared memory is made anew, and its count begins again.
  @Test func whatChangedWhileNobodyWasConnectedIsReadAgain() async throws {
    let world = try await World()
    _ = try world.vault.store.scrub()
    try world.vault.close()
    // The first commit since.
    _ = try await world.vault.access(world.ben, .styling)
    #expect(try world.vault.kept(world.anna) != nil)
    try world.vault.close()
    try world.test.raw().run("UPDATE permission SET ends=ends+1")
    for door in Door.out { #expect(!(await door.opens(world.vault, to: world.anna, .styling))) }
  }
}
