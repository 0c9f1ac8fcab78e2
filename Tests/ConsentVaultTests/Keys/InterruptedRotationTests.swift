import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// A rotation that ends after any of its steps leaves a vault that opens, and that the next run finishes.
@Suite struct InterruptedRotationTests {
  /// Where a rotation ends; each case does the steps up to there.
  enum Step: CaseIterable, Sendable {
    case begun, oneRow, everyRow, ended
  }

  private func halves(_ world: World) throws -> (first: [UInt8], second: [UInt8]) {
    let bytes = try world.test.fileBytes("keyring")
    return (Array(bytes[..<65536]), Array(bytes[65536...]))
  }

  private func expectEverything(_ vault: Vault, _ world: World) async throws {
    #expect(try await vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(try await vault.texts(world.ben, .sizes) == ["preference.size": "loud size"])
    #expect(try vault.report(on: world.anna).values.count == 2)
    _ = try vault.verifyLedger()
  }

  private func walk(_ key: RotatingKey, to step: Step, in world: World) async throws {
    let vault = world.vault
    _ = try await vault.beginRotation(of: key)
    guard step != .begun else { return }
    let limit = step == .oneRow ? 1 : 500
    let policy = try vault.store.read { try vault.policy(in: $0) }
    _ = try await vault.store.write {
      try $0.rewrap(after: nil, limit: limit, registry: policy.registry)
    }
    guard step == .ended else { return }
    let chain = vault.keys
    _ = try await vault.store.write { transaction in
      try vault.store.rewriteKeyring(in: transaction) { try $0.endingRewrap(chain: chain) }
    }
  }

  @Test(arguments: [RotatingKey.wrap, .purpose("marketing.styling")], Step.allCases)
  func rowsAreNeverLost(_ key: RotatingKey, _ step: Step) async throws {
    let world = try await World()
    try await walk(key, to: step, in: world)
    let next = try world.test.open()
    try await expectEverything(next, world)
    let report = try await next.rewrap()
    #expect(report.isComplete)
    #expect(report.rewritten == [.begun: 2, .oneRow: 1, .everyRow: 0, .ended: 0][step])
    #expect(try !Keyring.read(world.test.path + "/keyring").isRewrapping)
    try await expectEverything(next, world)
    try await expectEverything(world.test.open(), world)
    try await expectEverything(world.vault, world)
  }

  @Test(arguments: [RotatingKey.wrap, .page, .purpose("marketing.styling")])
  func aKeyringWrittenByHalvesIsTheOldOrTheNewOne(_ key: RotatingKey) async throws {
    let world = try await World()
    let before = try halves(world)
    _ = try await world.vault.beginRotation(of: key)
    let after = try halves(world)
    // What was sealed since is under the new one, so the half that has it must be the one that counts.
    for bytes in [before.first + after.second, after.first + before.second] {
      let copy = try VaultCopy(of: world.test)
      try copy.write(bytes, to: "keyring")
      let vault = try copy.open()
      try await expectEverything(vault, world)
      _ = try await vault.rewrap()
      _ = try await vault.renewPages()
      try await expectEverything(copy.open(), world)
    }
  }

  @Test func aHalfThatStillHoldsTheOlderKeyIsOverwritten() async throws {
    let world = try await World()
    _ = try await world.vault.beginRotation(of: .wrap)
    let before = try halves(world)
    #expect(try await world.vault.rewrap().isComplete)
    let after = try halves(world)
    for bytes in [after.first + before.second, before.first + after.second] {
      let copy = try VaultCopy(of: world.test)
      try copy.write(bytes, to: "keyring")
      let vault = try copy.open()
      #expect(try await vault.rewrap().isComplete)
      let keyring = try Keyring.read(copy.path + "/keyring")
      #expect(!keyring.needsRepair && keyring.wrapGenerations.count == 1)
      try await expectEverything(copy.open(), world)
    }
  }

  @Test func pagesAreNeverLost() async throws {
    let world = try await World()
    _ = try await world.vault.beginRotation(of: .page)
    try await expectEverything(world.test.open(), world)
    // Everything rewritten, and the older key not yet dropped.
    #expect(try await world.vault.store.rewritePages { _ in nil })
    let next = try world.test.open()
    try await expectEverything(next, world)
    #expect(try next.isRenewingPages())
    #expect(try await next.renewPages().epoch == 2)
    #expect(try !next.isRenewingPages())
    try await expectEverything(world.vault, world)
    try await expectEverything(world.test.open(), world)
  }

  @Test func aTaskThatIsCancelledGoesOnTheNextTime() async throws {
    let world = try await World()
    _ = try await world.vault.beginRotation(of: .wrap)
    let vault = world.vault
    let job = Task {
      try await vault.rewrap(batch: 1) { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    let report = try await job.value
    #expect(!report.isComplete && report.rewritten == 1)
    let rest = try await vault.rewrap(batch: 1)
    #expect(rest.isComplete && rest.rewritten == 1)
    try await expectEverything(world.test.open(), world)
  }

  @Test func aRotationBegunDuringAPassIsNotEndedByIt() async throws {
    let world = try await World()
    let other = try world.test.open()
    _ = try await world.vault.beginRotation(of: .wrap)
    // The pass has seen every row when another process begins the rotation of a purpose.
    let policy = try world.vault.store.read { try world.vault.policy(in: $0) }
    _ = try await world.vault.store.write {
      try $0.rewrap(after: nil, limit: 500, registry: policy.registry)
    }
    _ = try await other.beginRotation(of: .purpose("marketing.styling"))
    let report = try await world.vault.rewrap()
    #expect(report.isComplete && report.rewritten == 2)
    try await expectEverything(world.test.open(), world)
  }

  @Test func aPurposeIsNotIssuedWhileItsKeyIsReplaced() async throws {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.beginRotation(of: .purpose("marketing.styling"))
    let refused = await code {
      _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    }
    #expect(refused == "ROTATION_PENDING")
    _ = try await world.vault.rewrap()
    #expect(
      await code { _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path) }
        == nil)
  }
}
