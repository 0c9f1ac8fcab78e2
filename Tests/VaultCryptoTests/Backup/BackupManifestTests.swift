import Testing
import VaultModel

@testable import VaultCrypto

/// The manifest of a part, and the keys of its pages.
@Suite struct BackupManifestTests {
  // Computed outside this package, as the vectors beside it are: the salt is a0…bf, the ledger's root
  // 11…11, the keyring's digest 22…22.
  private static let pageKey = hex(
    """
    e6c7fd3a0cac18c0fe8f83d3f8052b98a470662e4ef856dde05dc43d8f789625
    """)

  private static let frameKey = hex(
    """
    3e6f7abae9215b1af5a4a689597140770a2b8c3e416b775a78d96d657ff11e3576f33792f59128abcbf8ddb578ab
    32e8980909cf28833523bbf4b432d60b26b7
    """)

  private static let bytes = hex(
    """
    43564241434b5550000102e0e1e2e3e4e5e6e7e8e9eaebecedeeef00000001a0a1a2a3a4a5a6a7a8a9aaabacadae
    afb0b1b2b3b4b5b6b7b8b9babbbcbdbebf0000000000000005000000000000002a11111111111111111111111111
    1111111111111111111111111111111111111100000000000000070000019b76daa8000000019c11597000000000
    000001400022222222222222222222222222222222222222222222222222222222222222225221c90b57591d51c2
    7b8cfe99d43fd88993d44c4d72ddeabed7ebdddf585713
    """)

  private let salt = counting(from: 0xa0, 32)

  private func manifest() throws -> BackupManifest {
    BackupManifest(
      kind: .keys, vault: Fixture.vault, root: 1, salt: salt, firstLeaf: 5, ledgerSize: 42,
      ledgerRoot: try #require(Digest(bytes: [UInt8](repeating: 0x11, count: 32))),
      keyringGeneration: 7, made: Fixture.time, expires: Fixture.timestamp(1_769_817_600_000),
      databaseSize: 81_920,
      keyring: try #require(Digest(bytes: [UInt8](repeating: 0x22, count: 32))))
  }

  @Test func itIsTheLayoutThatWasComputedElsewhere() throws {
    let chain = try Fixture.owner()
    let encoded = try manifest().encoded(chain)
    #expect(encoded == Self.bytes && encoded.count == BackupManifest.size)
    let read = try BackupClaim(decoding: Self.bytes).verified(by: chain)
    let expected = try manifest()
    #expect(read == expected)
  }

  @Test func theKeysOfAPartAreThoseThatWereComputedElsewhere() throws {
    let chain = try Fixture.owner()
    #expect(try chain.backupPageKey(root: 1, salt: salt).array == Self.pageKey)
    #expect(try chain.backupFrameKey(root: 1, salt: salt).array == Self.frameKey)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try chain.backupPageKey(root: 2, salt: salt)
    }
  }

  @Test func aChangedBitIsRefused() throws {
    let chain = try Fixture.owner()
    for index in Self.bytes.indices {
      for bit in 0..<8 {
        var changed = Self.bytes
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: CryptoError.self) {
          _ = try BackupClaim(decoding: changed).verified(by: chain)
        }
      }
    }
  }

  @Test func anythingLongerOrShorterIsRefused() {
    for bytes in [Array(Self.bytes.dropLast()), Self.bytes + [0], [], Array("CVBACKUP".utf8)] {
      #expect(throws: CryptoError.malformed) { _ = try BackupClaim(decoding: bytes) }
    }
  }

  @Test func aLaterVersionIsToldAsThat() {
    var later = Self.bytes
    later[9] = 2
    #expect(throws: CryptoError.newerFormat) { _ = try BackupClaim(decoding: later) }
  }

  @Test func aPurposeKeyWritesAndVerifiesNone() throws {
    let holder = try Fixture.purposeHolder()
    #expect(throws: CryptoError.needsOwner) { _ = try manifest().encoded(holder) }
    #expect(throws: CryptoError.needsOwner) {
      _ = try BackupClaim(decoding: Self.bytes).verified(by: holder)
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try holder.backupPageKey(root: 1, salt: salt)
    }
  }
}
