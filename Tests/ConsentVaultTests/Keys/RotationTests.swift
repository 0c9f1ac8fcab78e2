import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultStore

@testable import ConsentVault

/// Keys are replaced while others read and write, and an interrupted rotation loses nothing.
@Suite struct RotationTests {
  private func keyring(_ world: World) throws -> Keyring {
    try Keyring.read(world.test.path + "/keyring")
  }

  private func generations(_ world: World) throws -> [UInt32] {
    let rows = try world.test.raw().run("SELECT wrapped FROM subject WHERE wrapped IS NOT NULL")
    return try rows.map { row in
      guard case .blob(let wrapped) = row[0] else { throw RawDatabase.Failure(code: 0) }
      return try KeyChain.generation(ofWrapped: wrapped)
    }
  }

  @Test func wrappingKeysAreReplacedAndTheOlderOneIsDestroyed() async throws {
    let world = try await World()
    let salt = try keyring(world).wrapGenerations[0].salt
    let begun = try await world.vault.beginRotation(of: .wrap)
    #expect(begun.generation == 2)
    #expect(try generations(world) == [1, 1])
    let report = try await world.vault.rewrap()
    #expect(report.isComplete && report.rewritten == 2)
    #expect(try generations(world) == [2, 2])
    let after = try keyring(world)
    #expect(after.wrapGenerations.map(\.number) == [2])
    #expect(try !world.test.fileBytes("keyring").contains(salt))
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(try world.test.open().report(on: world.anna).values.isEmpty == false)
    _ = try world.test.open().verifyLedger()
    #expect(try await world.vault.rewrap().rewritten == 0)
  }

  @Test func whatIsMadeMeanwhileIsSealedUnderTheNewKeyByEveryProcess() async throws {
    let world = try await World()
    let other = try world.test.open()
    _ = try await world.vault.beginRotation(of: .wrap)
    _ = try await other.grant(subject("carl"), .webForm("marketing.styling"))
    #expect(try generations(world).sorted() == [1, 1, 2])
    // One who reads only has not seen the new keyring, and meets the new key.
    let reader = try world.test.open()
    _ = try await world.vault.beginRotation(of: .page)
    #expect(try reader.check(subject("carl"), .styling).verdict == .permit)
  }

  @Test func aReaderWithTheOlderKeysGoesOn() async throws {
    let world = try await World()
    let other = try world.test.open()
    _ = try other.check(world.anna, .styling)
    _ = try await world.vault.beginRotation(of: .wrap)
    _ = try await world.vault.rewrap()
    #expect(try other.report(on: world.anna).values.count == 2)
    _ = try await world.vault.renewPages()
    #expect(try other.report(on: world.anna).values.count == 2)
    #expect(try await other.texts(world.anna, .styling) == ["preference.style": "plain"])
    _ = try other.verifyLedger()
  }

  @Test func onlyOneRotationOfAKeyIsUnderWay() async throws {
    let world = try await World()
    _ = try await world.vault.beginRotation(of: .wrap)
    let again = await code { _ = try await world.vault.beginRotation(of: .wrap) }
    #expect(again == "ROTATION_PENDING")
    #expect(await code { _ = try await world.vault.beginRotation(of: .page) } == nil)
  }

  @Test func aPurposeKeyDoesNotRotate() async throws {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    let holder = try world.test.open(unlockedBy: .keyFile(path))
    #expect(await code { _ = try await holder.beginRotation(of: .wrap) } == "OWNER_KEY_NEEDED")
    #expect(await code { _ = try await holder.rewrap() } == "OWNER_KEY_NEEDED")
    #expect(await code { _ = try await holder.renewPages() } == "OWNER_KEY_NEEDED")
    #expect(await code { _ = try await holder.rotateLogKey() } == "OWNER_KEY_NEEDED")
  }

  @Test func aPurposesKeyIsReplacedAndItsKeyFilesOpenNothingMore() async throws {
    let world = try await World()
    let path = world.test.folder + "/styling.key"
    let other = world.test.folder + "/sizes.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    _ = try await world.vault.issueKey(for: ["personalise.recommendations"], to: other)
    let holder = try world.test.open(unlockedBy: .keyFile(path))
    let neighbour = try world.test.open(unlockedBy: .keyFile(other))
    #expect(try await holder.texts(world.anna, .styling) == ["preference.style": "plain"])
    let begun = try await world.vault.beginRotation(of: .purpose("marketing.styling"))
    #expect(begun.dropped.map(\.purposes) == [["marketing.styling"]])
    let report = try await world.vault.rewrap()
    #expect(report.isComplete && report.rewritten == 2)
    #expect(await code { _ = try await holder.texts(world.anna, .styling) } == "KEYS_CHANGED")
    #expect(await code { _ = try world.test.open(unlockedBy: .keyFile(path)) } == "KEY_WRONG")
    #expect(try await neighbour.texts(world.anna, .sizes) == ["preference.size": "plain size"])
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    // A new file opens what the old one did.
    let again = world.test.folder + "/again.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: again)
    let next = try world.test.open(unlockedBy: .keyFile(again))
    #expect(try await next.texts(world.anna, .styling) == ["preference.style": "plain"])
    // And a second rotation replaces a key that came from a first.
    _ = try await world.vault.beginRotation(of: .purpose("marketing.styling"))
    #expect(try await world.vault.rewrap().rewritten == 2)
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    _ = try world.test.open().verifyLedger()
  }

  @Test func pagesAreRenewedAndTheOlderKeyIsDestroyed() async throws {
    let world = try await World()
    _ = try world.vault.store.scrub()
    let copy = try VaultCopy(of: world.test)
    let salt = try keyring(world).pageGenerations[0].salt
    let renewal = try await world.vault.renewPages()
    #expect(renewal.epoch == 2)
    #expect(try keyring(world).pageGenerations.map(\.number) == [2])
    #expect(try !world.test.fileBytes("keyring").contains(salt))
    let pages = try world.test.fileBytes("data.db")
    for at in stride(from: 4050, to: pages.count, by: 4096) {
      #expect(Array(pages[at..<at + 4]) == [0, 0, 0, 2])
    }
    // What a freed block still holds opens no more, though the page is whole and of this vault.
    let old = Array(try copy.bytes(of: "data.db")[4096..<8192])
    let id = Array(pages[..<16])
    #expect(try SealedPages(world.vault.keys).open(old, number: 2, of: id) == nil)
    // Counted from where the new key began to be used.
    #expect(
      try world.vault.store.read { try $0.milestones(.pageEpoch).map(\.leaf) }
        == [renewal.leaf - 1])
    let fresh = try world.test.open()
    #expect(try await fresh.texts(world.anna, .styling) == ["preference.style": "plain"])
    _ = try fresh.verifyLedger()
    #expect(try await world.vault.renewPages().epoch == 3)
  }

  @Test func aVaultThatIsBeingReadKeepsItsPages() async throws {
    let world = try await World()
    let reader = try RawDatabase(
      world.test.path + "/data.db", pages: SealedPages(world.vault.keys))
    try reader.run("BEGIN")
    try reader.run("SELECT count(*) FROM subject")
    _ = try await world.vault.put(
      world.anna, [NewValue(category: "preference.style", bytes: Array("bold".utf8))])
    let before = try keyring(world)
    #expect(await code { _ = try await world.vault.renewPages() } == "BUSY")
    #expect(try keyring(world) == before)
    try reader.run("COMMIT")
    #expect(await code { _ = try await world.vault.renewPages() } == nil)
  }

  @Test func aLogKeyIsReplacedAndBothSignAHandOver() async throws {
    let world = try await World()
    let before = try world.vault.keys.logPublicKey
    let other = try world.test.open()
    let (key, _) = try await world.vault.rotateLogKey()
    #expect(key.number == 2)
    #expect(try world.vault.keys.logPublicKey == key.publicKey && key.publicKey != before)
    let message = Array("hand-over".utf8)
    let signatures = try [1, 2].map { try world.vault.keys.sign(message, with: $0) }
    #expect(Ed25519Signature.isValid(signatures[0], of: message, by: before))
    #expect(Ed25519Signature.isValid(signatures[1], of: message, by: key.publicKey))
    #expect(try world.vault.keys.sign(message) == signatures[1])
    #expect(try keyring(world).logKeys.map(\.state) == [.old, .current])
    // Another process signs by the new one after its next write.
    _ = try await other.withdraw(world.anna, purpose: nil)
    #expect(try other.keys.logPublicKey == key.publicKey)
    _ = try world.test.open().verifyLedger()
  }
}

extension [UInt8] {
  /// Whether `other` lies somewhere in the bytes.
  func contains(_ other: [UInt8]) -> Bool {
    guard !other.isEmpty, count >= other.count else { return false }
    return (0...count - other.count).contains {
      self[$0] == other[0] && self[$0..<$0 + other.count].elementsEqual(other)
    }
  }
}
