import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// One more anchor, where a rollback of the vault's directory does not reach it.
@Suite struct OutsideAnchorTests {
  /// A vault that was made with an outside anchor, and the options that name it.
  private struct Anchored {
    let folder: TestFolder
    let world: World
    let options: Vault.Options
    var path: String { folder.path + "/outside" }

    init(durability: Durability = .strict) async throws {
      folder = try TestFolder()
      var options = Vault.Options()
      options.anchor = folder.path + "/outside"
      options.durability = durability
      self.options = options
      world = try await World(options: options)
    }

    func mark(_ path: String? = nil) throws -> Anchor {
      try AnchorFile.open(path ?? self.path).read(world.vault.keys)
    }

    func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    /// Puts other content into the outside anchor.
    func write(_ bytes: some Sequence<UInt8>) throws {
      try Data(bytes).write(to: URL(filePath: path))
      #expect(unsafe chmod(path, 0o600) == 0)
    }

    func copy() throws -> VaultCopy { try VaultCopy(of: world.test) }

    /// The message with which a copy is refused under the outside anchor; nil if it opens.
    func refusal(_ copy: VaultCopy) -> String? {
      let error = copy.refusal(options: options)
      if let error { #expect(error.code == "VAULT_ROLLED_BACK" && error.hint?.isEmpty == false) }
      return error?.description
    }
  }

  private static let directoryOlder = "the whole vault is older than the anchor outside it says"

  // MARK: moving

  @Test func aStrictChangeMovesBothAnchorsBeforeItIsAcknowledged() async throws {
    let anchored = try await Anchored()
    let done = try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
    let size = try #require(done.leaf) + 1
    #expect(try anchored.mark().ledgerSize == size)
    #expect(try anchored.mark(anchored.world.test.path + "/anchor").ledgerSize == size)
    #expect(anchored.refusal(try anchored.copy()) == nil)
  }

  @Test func aReleaseMovesItWithinASecondAndNotBefore() async throws {
    let anchored = try await Anchored(durability: .crashSafe)
    let (test, vault) = (anchored.world.test, anchored.world.vault)
    _ = try await vault.withdraw(anchored.world.anna, purpose: nil)
    let strict = try anchored.mark().ledgerSize
    _ = try vault.accessNow(anchored.world.ben, .styling)
    #expect(try anchored.mark().ledgerSize == strict)
    test.clock.advance(by: .seconds(1))
    _ = try vault.accessNow(anchored.world.ben, .styling)
    #expect(try anchored.mark().ledgerSize == strict + 2)
  }

  @Test func aChangeThatCannotMoveItIsNotAcknowledged() async throws {
    let anchored = try await Anchored()
    let whole = try anchored.bytes()
    let file = try SecureFile.open(anchored.path, writable: true)
    try file.write([UInt8](repeating: 0, count: 512), at: 0)
    let error = await #expect(throws: VaultError.self) {
      try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
    }
    #expect(error?.description == "the anchor outside the vault is damaged")
    try file.write(Array(whole), at: 0)
    _ = try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
  }

  @Test func itMayBeBehindAndIsMovedByTheNextChange() async throws {
    let anchored = try await Anchored()
    let (world, old) = (anchored.world, try anchored.mark().ledgerSize)
    let other = try world.test.open()
    _ = try await other.withdraw(world.anna, purpose: nil)
    #expect(try anchored.mark().ledgerSize == old)
    let vault = try world.test.open(options: anchored.options)
    let done = try await vault.withdraw(world.ben, purpose: nil)
    #expect(try anchored.mark().ledgerSize == done.leaf.map { $0 + 1 })
  }

  // MARK: refusals

  @Test func anOldCopyOfTheWholeDirectoryIsARollback() async throws {
    let anchored = try await Anchored()
    let old = try anchored.copy()
    #expect(anchored.refusal(old) == nil)
    _ = try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
    #expect(old.openingError() == nil)
    #expect(anchored.refusal(old) == Self.directoryOlder)
    #expect(anchored.refusal(try anchored.copy()) == nil)
  }

  @Test func anOldDirectoryWithANewerKeyringIsNamedByItsKeyring() async throws {
    let anchored = try await Anchored()
    let old = try anchored.copy()
    let vault = anchored.world.vault
    _ = try await vault.issueKey(for: ["marketing.styling"], to: anchored.folder.path + "/a.key")
    let again = try anchored.world.test.open(options: anchored.options)
    _ = try await again.withdraw(anchored.world.ben, purpose: nil)
    let copy = try anchored.copy()
    #expect(anchored.refusal(copy) == nil)
    try copy.write(try old.bytes(of: "keyring"), to: "keyring")
    #expect(anchored.refusal(copy) == "the keyring is older than its anchor says")
    // With the inside anchor of before, only the outside one knows.
    try copy.write(try old.bytes(of: "anchor"), to: "anchor")
    #expect(anchored.refusal(copy) == Self.directoryOlder)
    #expect(copy.openingError() == nil)
  }

  @Test func anOldDirectoryThatWentOnIsARollback() async throws {
    let anchored = try await Anchored()
    let old = try anchored.copy()
    _ = try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
    // A program that does not name the outside anchor writes on, past the number of leaves it knows.
    let vault = try old.open()
    for name in ["carl", "dora", "emil"] {
      _ = try await vault.withdraw(subject(name), purpose: nil)
    }
    #expect(old.openingError() == nil)
    #expect(
      anchored.refusal(old) == "the ledger does not hold the leaves that its anchor saw")
  }

  @Test func anOldInsideAnchorIsARollback() async throws {
    let anchored = try await Anchored()
    let old = try anchored.copy().bytes(of: "anchor")
    _ = try await anchored.world.vault.withdraw(anchored.world.anna, purpose: nil)
    let copy = try anchored.copy()
    try copy.write(old, to: "anchor")
    #expect(copy.openingError() == nil)
    #expect(
      anchored.refusal(copy)
        == "the vault's anchor is older than the anchor outside it, and the ledger is not")
    // What the hint says to do.
    try copy.write(Array(try anchored.bytes()), to: "anchor")
    #expect(anchored.refusal(copy) == nil)
  }

  @Test func aMissingOneIsARollbackAndIsNotMadeAnew() async throws {
    let anchored = try await Anchored()
    let copy = try anchored.copy()
    let whole = try anchored.bytes()
    try FileManager.default.removeItem(atPath: anchored.path)
    #expect(anchored.refusal(copy) == "the anchor outside the vault is missing")
    #expect(!FileManager.default.fileExists(atPath: anchored.path))
    try anchored.write(whole)
    #expect(anchored.refusal(copy) == nil)
  }

  @Test func oneOfAnotherVaultIsRefused() async throws {
    let anchored = try await Anchored()
    let other = try await Anchored()
    try anchored.write(try other.bytes())
    #expect(
      anchored.refusal(try anchored.copy())
        == "the anchor outside the vault belongs to another vault")
  }

  @Test func aDamagedOneIsRefused() async throws {
    let anchored = try await Anchored()
    var bytes = Array(try anchored.bytes())
    let copy = try anchored.copy()
    for (slot, isRefused) in [(0, false), (1, true)] {
      bytes[slot * 256 + 70] ^= 1
      try anchored.write(bytes)
      let error = copy.refusal(options: anchored.options)
      #expect((error?.code == "INTEGRITY") == isRefused)
      #expect(error == nil || error?.description == "the anchor outside the vault is damaged")
    }
  }

  @Test func oneThatOthersMayReadAndALinkAreRefused() async throws {
    let anchored = try await Anchored()
    let copy = try anchored.copy()
    #expect(unsafe chmod(anchored.path, 0o640) == 0)
    #expect(copy.refusal(options: anchored.options)?.code == "FILE_UNSAFE")
    #expect(unsafe chmod(anchored.path, 0o600) == 0)
    #expect(anchored.refusal(copy) == nil)
    let moved = anchored.folder.path + "/moved"
    #expect(unsafe rename(anchored.path, moved) == 0)
    #expect(unsafe symlink(moved, anchored.path) == 0)
    #expect(copy.refusal(options: anchored.options)?.code == "FILE_UNSAFE")
  }

  @Test func vaultTimeIsNeverEarlierThanItSays() async throws {
    let anchored = try await Anchored()
    let copy = try anchored.copy()
    let mark = try anchored.mark()
    let later = try #require(mark.time.advanced(by: .days(30)))
    let keys = anchored.world.vault.keys
    // The directory was put back to when its ledger was as long, and its clock earlier.
    try AnchorFile.open(anchored.path).advance(
      ledgerSize: mark.ledgerSize, root: mark.root, time: later, chain: keys)
    let ben = anchored.world.ben
    #expect(try copy.open().check(ben, .styling).verdict == .permit)
    let vault = try copy.open(options: anchored.options)
    #expect(try vault.check(ben, .styling).codes.contains("CLOCK_UNTRUSTED"))
  }

  // MARK: making

  @Test func itMayNotLieInTheVaultsDirectoryNorOverAFile() async throws {
    let folder = try TestFolder()
    let world = try await World()
    let vault = world.vault
    try Data("mine".utf8).write(to: URL(filePath: folder.path + "/file"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/way", withDestinationPath: world.test.path)
    for path in [
      world.test.path + "/second", folder.path + "/way/second", folder.path + "/file",
      folder.path + "/none/second",
    ] {
      #expect(throws: VaultError(.usage, "ANCHOR_PLACE_INVALID", "")) {
        try vault.makeOutsideAnchor(at: path)
      }
    }
    #expect(try Data(contentsOf: URL(filePath: folder.path + "/file")) == Data("mine".utf8))
    var options = Vault.Options()
    options.anchor = world.test.path + "/anchor"
    #expect(throws: VaultError(.usage, "ANCHOR_PLACE_INVALID", "")) {
      try world.test.open(options: options)
    }
  }

  @Test func oneThatIsAddedLaterKnowsWhatTheInsideOneKnows() async throws {
    let folder = try TestFolder()
    let world = try await World()
    var options = Vault.Options()
    options.anchor = folder.path + "/late"
    #expect(throws: VaultError(.integrity, "VAULT_ROLLED_BACK", "")) {
      try world.test.open(options: options)
    }
    try world.vault.makeOutsideAnchor(at: folder.path + "/late")
    let inside = try AnchorFile.open(world.test.path + "/anchor").read(world.vault.keys)
    let outside = try AnchorFile.open(folder.path + "/late").read(world.vault.keys)
    #expect(outside.ledgerSize == inside.ledgerSize && outside.root == inside.root)
    #expect(outside.time == inside.time)
    _ = try world.test.open(options: options)
  }

  @Test func onlyAnOwnerMakesOne() async throws {
    let folder = try TestFolder()
    let world = try await World()
    _ = try await world.vault.issueKey(
      for: ["marketing.styling"], to: folder.path + "/styling.key")
    let vault = try world.test.open(unlockedBy: .keyFile(folder.path + "/styling.key"))
    #expect(throws: VaultError(.key, "OWNER_KEY_NEEDED", "")) {
      try vault.makeOutsideAnchor(at: folder.path + "/outside")
    }
    try world.vault.makeOutsideAnchor(at: folder.path + "/outside")
  }

  @Test func aVaultThatIsNotMadeLeavesNone() async throws {
    FaultyDisk.install()
    let folder = try TestFolder()
    let source = try RetailVault.policy().source
    var options = Vault.Options()
    options.anchor = folder.path + "/outside"
    func make(_ name: String) throws {
      _ = try Vault.create(
        at: folder.path + name, policy: source,
        key: .keyFile(SecretBytes.random(count: KeyFile.secretSize)), options: options)
    }
    let failed = await FaultyDisk.failing(
      .write, of: folder.path + "/first.vault", after: 0, isForGood: true
    ) {
      #expect(throws: VaultError(.inputOutput, "INPUT_OUTPUT", "")) { try make("/first.vault") }
    }
    #expect(failed > 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/outside"))
    try make("/second.vault")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/outside"))
    // A file that was there before is not taken for one that was made.
    #expect(throws: VaultError(.usage, "ANCHOR_PLACE_INVALID", "")) { try make("/third.vault") }
    #expect(FileManager.default.fileExists(atPath: folder.path + "/outside"))
  }
}
