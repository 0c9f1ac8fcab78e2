import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultStore

@testable import ConsentVault

/// What is kept goes on opening while keys are replaced, and not for a holder whose key was taken away.
@Suite struct DossierKeyTests {
  /// A request for the same as ``Request/styling`` that is denied: nothing is opened for it.
  private var denied: Request {
    var request = Request.styling
    request.channel = "post"
    return request
  }

  @Test(arguments: [RotatingKey.wrap, .page, .purpose("marketing.styling")], [false, true])
  func keysReplacedByAnotherAreFollowed(_ key: RotatingKey, wasOpened: Bool) async throws {
    let world = try await World()
    let other = try world.test.open()
    #expect(try other.kept(world.anna) != nil)
    let asked = wasOpened ? Request.styling : denied
    #expect((try other.check(world.anna, asked).verdict == .permit) == wasOpened)
    _ = try await world.vault.beginRotation(of: key)
    #expect(try await other.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(try other.check(world.ben, asked).codes.isEmpty == wasOpened)
    _ = try await world.vault.rewrap()
    #expect(try other.check(world.ben, .styling).verdict == .permit)
    _ = try await world.vault.renewPages()
    for id in [world.anna, world.ben] {
      #expect(try await other.texts(id, .styling)?.count == 1)
      #expect(try await world.vault.texts(id, .styling)?.count == 1)
    }
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(try other.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
  }

  @Test func underANewRootNothingKeptIsReleased() async throws {
    let world = try await World()
    let other = try world.test.open()
    for vault in [world.vault, other] { #expect(try vault.kept(world.anna) != nil) }
    _ = try await world.vault.rotateRoot(unlockedBy: .keyFile(world.test.keyFile))
    for vault in [world.vault, other] {
      #expect(await code { _ = try await vault.access(world.anna, .styling) } == "KEYS_CHANGED")
      #expect(await code { _ = try vault.accessNow(world.anna, .styling) } == "KEYS_CHANGED")
    }
  }

  @Test func aHolderWhoseSlotIsGoneIsReleasedNothing() async throws {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    let holder = try world.test.open(unlockedBy: .keyFile(path))
    #expect(try holder.kept(world.anna) != nil)
    #expect(try await holder.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(try holder.check(world.anna, .sizes).codes == ["VAULT_LOCKED"])
    let slot = try #require(try world.vault.keySlots().first { $0.kind == "purpose" })
    _ = try await world.vault.removeKey(slot: slot.number)
    #expect(await code { _ = try await holder.access(world.anna, .styling) } == "KEYS_CHANGED")
    #expect(await code { _ = try holder.accessNow(world.anna, .styling) } == "KEYS_CHANGED")
  }

  @Test func noKeyThatIsKeptLiesInMemoryAsItIs() async throws {
    let world = try await World()
    let kept = try #require(try world.vault.kept(world.anna))
    for _ in 0..<3 { _ = try await world.vault.access(world.anna, .styling) }
    let secret = try #require(kept.subject.record.logSecret)
    let memory = try OwnMemory()
    unsafe secret.withBytes { unsafe memory.search(for: $0) }
    #expect(try memory.count() == 0)
    // The twin: laid bare, it is found.
    let bare = unsafe secret.withBytes { unsafe Array($0) }
    #expect(try memory.count() > 0)
    #expect(bare.count == 32)
  }
}
