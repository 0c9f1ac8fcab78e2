import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct AnchorTests {
  private let owner: KeyChain
  private let root = SHA256.digest(of: Array("root".utf8))

  init() throws { owner = try Fixture.owner() }

  private var vector: [UInt8] {
    FormatVectors.anchor + [UInt8](repeating: 0, count: 256 - FormatVectors.anchor.count)
  }

  @Test func theVectorHolds() throws {
    let anchor = try Anchor(decoding: vector, owner)
    #expect(
      anchor
        == Anchor(
          vault: Fixture.vault, sequence: 9, keyringGeneration: 7, ledgerSize: 1234, root: root,
          time: Fixture.time))
    #expect(try anchor.encoded(owner) == vector)
    #expect(try Anchor(decoding: vector, Fixture.purposeHolder()) == anchor)
  }

  @Test func everyChangedByteAndEveryOtherLengthIsRefused() {
    for index in vector.indices {
      #expect(throws: CryptoError.self) {
        _ = try Anchor(decoding: vector.flipped(at: index), owner)
      }
      #expect(throws: CryptoError.malformed) {
        _ = try Anchor(decoding: Array(vector.prefix(index)), owner)
      }
    }
    #expect(throws: CryptoError.malformed) { _ = try Anchor(decoding: vector + [0], owner) }
    #expect(throws: CryptoError.newerFormat) {
      _ = try Anchor(decoding: vector.flipped(at: 9, bit: 1), owner)
    }
  }

  @Test func anotherVaultsAnchorIsRefused() throws {
    let other = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try Anchor(decoding: vector, other.chain)
    }
  }
}

@Suite struct AnchorFileTests {
  private let owner: KeyChain
  private let root = SHA256.digest(of: Array("root".utf8))
  private let later = Fixture.timestamp(1_767_225_600_500)
  private let directory: TemporaryDirectory
  private var path: String { "\(directory)/anchor" }

  init() throws {
    owner = try Fixture.owner()
    directory = try TemporaryDirectory()
  }

  private func make() throws -> AnchorFile {
    try AnchorFile.create(path, ledgerSize: 10, root: root, time: Fixture.time, chain: owner)
  }

  @Test func aMissingFileIsToldFromADamagedOne() throws {
    _ = try make()
    #expect(throws: KeyFileError.file(.missing)) { _ = try AnchorFile.open(path + "x") }
    overwrite(path, [UInt8](repeating: 0, count: 512))
    #expect(throws: KeyFileError.content(.malformed)) {
      _ = try AnchorFile.open(path).read(owner)
    }
    #expect(throws: KeyFileError.file(.exists)) {
      _ = try AnchorFile.create(
        path, ledgerSize: 0, root: root, time: Fixture.time, chain: owner)
    }
  }

  @Test func theAnchorMovesForwardInAlternateSlots() throws {
    let file = try make()
    #expect(try file.read(owner).sequence == 1)
    for size in 11..<20 as Range<UInt64> {
      let before = contents(path)
      let root = SHA256.digest(of: [UInt8(size)])
      let anchor = try file.advance(
        ledgerSize: size, root: root, time: later, chain: owner)
      #expect(anchor.ledgerSize == size && anchor.root == root && anchor.time == later)
      #expect(anchor.sequence == size - 9)
      #expect(try AnchorFile.open(path).read(owner) == anchor)
      let after = contents(path)
      #expect(after.count == 512)
      let changed = [0, 1].filter { slot in
        before[slot * 256..<slot * 256 + 256] != after[slot * 256..<slot * 256 + 256]
      }
      #expect(changed.count == 1)
    }
  }

  @Test func nothingIsEverLowered() throws {
    let file = try make()
    let other = try AnchorFile.open(path)
    try other.advance(ledgerSize: 30, root: root, time: later, chain: owner)
    let anchor = try file.advance(
      ledgerSize: 20, root: SHA256.digest(of: []), time: Fixture.time, chain: owner)
    #expect(anchor.ledgerSize == 30 && anchor.root == root && anchor.time == later)
    #expect(anchor.keyringGeneration == 7)
  }

  @Test func aForkedLedgerIsRefused() throws {
    let file = try make()
    #expect(throws: KeyFileError.content(.authenticationFailed)) {
      try file.advance(
        ledgerSize: 10, root: SHA256.digest(of: []), time: later, chain: owner)
    }
    #expect(try file.advance(ledgerSize: 10, root: root, time: later, chain: owner).sequence == 2)
  }

  @Test func aTornSlotLeavesTheOther() throws {
    let file = try make()
    try file.advance(ledgerSize: 11, root: root, time: later, chain: owner)
    let whole = contents(path)
    for (slot, size) in [(0, 11), (1, 10)] as [(Int, UInt64)] {
      for index in slot * 256..<slot * 256 + 122 {
        overwrite(path, whole.flipped(at: index))
        #expect(try AnchorFile.open(path).read(owner).ledgerSize == size)
      }
    }
    overwrite(path, whole.flipped(at: 100).flipped(at: 356))
    #expect(throws: KeyFileError.content(.authenticationFailed)) {
      _ = try AnchorFile.open(path).read(owner)
    }
    // A damaged anchor is never started afresh.
    #expect(throws: KeyFileError.self) {
      try AnchorFile.open(path).advance(
        ledgerSize: 12, root: root, time: later, chain: owner)
    }
  }

  @Test func everyOtherLengthIsRefused() throws {
    _ = try make()
    let whole = contents(path)
    for count in stride(from: 0, to: 512, by: 13) {
      overwrite(path, Array(whole.prefix(count)))
      #expect(throws: KeyFileError.content(.malformed)) {
        _ = try AnchorFile.open(path).read(owner)
      }
    }
    overwrite(path, whole + [0])
    #expect(throws: KeyFileError.content(.malformed)) {
      _ = try AnchorFile.open(path).read(owner)
    }
  }
}
