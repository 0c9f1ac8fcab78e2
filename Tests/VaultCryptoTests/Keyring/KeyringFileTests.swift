import Glibc
import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct KeyringFileTests {
  private let directory: TemporaryDirectory
  private let keyring: Keyring
  private let chain: KeyChain
  private var path: String { "\(directory)/keyring" }

  init() throws {
    directory = try TemporaryDirectory()
    let made = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    keyring = made.keyring
    chain = made.chain
    try keyring.write(to: "\(directory)/keyring", replacing: nil)
  }

  @Test func aNewFileHoldsTwoEqualHalvesAndIsPrivate() throws {
    let bytes = contents(path)
    #expect(bytes.count == 131_072)
    #expect(bytes.prefix(65_536) == bytes.suffix(65_536))
    var status = stat()
    _ = unsafe stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try Keyring.read(path) == keyring)
    #expect(throws: KeyFileError.file(.exists)) { try keyring.write(to: path, replacing: nil) }
  }

  @Test func aChangeReplacesBothHalves() throws {
    let next = try keyring.adding(Fixture.keyFile(from: 1), chain: chain)
    try next.write(to: path, replacing: keyring)
    let read = try Keyring.read(path)
    #expect(read == next)
    #expect(!read.needsRepair)
    #expect(try read.unlock(with: Fixture.keyFile(from: 1)).isOwner)
  }

  @Test func aWriteOverAKeyringThatSomebodyElseChangedIsRefused() throws {
    let ours = try keyring.adding(Fixture.keyFile(from: 1), chain: chain)
    let theirs = try keyring.adding(Fixture.keyFile(from: 2), chain: chain)
    try theirs.write(to: path, replacing: keyring)
    #expect(throws: KeyFileError.content(.authenticationFailed)) {
      try ours.write(to: path, replacing: keyring)
    }
    #expect(try Keyring.read(path) == theirs)
  }

  @Test func aTornWriteLeavesOneGenerationOrTheOther() throws {
    let old = contents(path)
    let next = try keyring.adding(Fixture.keyFile(from: 1), chain: chain)
    let half = try next.content.half()
    // The inactive half is the second; the first is written after it.
    for count in stride(from: 0, through: 2_000, by: 97) {
      overwrite(
        path, Array(old.prefix(65_536)) + half.prefix(count) + old.dropFirst(65_536 + count))
      #expect([1, 2].contains(try Keyring.read(path).generation))
      overwrite(path, half.prefix(count) + old.prefix(65_536).dropFirst(count) + half)
      #expect(try Keyring.read(path).generation == 2)
    }
  }

  @Test func aDamagedHalfIsRepairedByTheNextWrite() throws {
    for index in [100, 65_536 + 100] {
      let before = try Keyring.read(path)
      overwrite(path, contents(path).flipped(at: index))
      #expect(try Keyring.read(path).needsRepair)
      let next = try before.adding(Fixture.keyFile(from: 1), chain: chain)
      try next.write(to: path, replacing: before)
      #expect(try !Keyring.read(path).needsRepair)
    }
  }

  @Test func aFileThatIsMissingALinkOrOpenToOthersIsRefused() throws {
    #expect(throws: KeyFileError.file(.missing)) { _ = try Keyring.read(path + "x") }
    chmod(path)
    #expect(throws: KeyFileError.file(.openToOthers)) { _ = try Keyring.read(path) }
  }

  private func chmod(_ path: String) { _ = unsafe Glibc.chmod(path, 0o640) }
}
