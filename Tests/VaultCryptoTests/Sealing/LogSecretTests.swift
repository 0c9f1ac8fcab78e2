import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct LogSecretTests {
  private let secret: LogSecret

  init() throws { secret = try LogSecret(bytes: counting(from: 0x30, 32)) }

  @Test func theVectorsHold() throws {
    #expect(try secret.tag(leaf: 41).bytes == FormatVectors.leafTag)
    #expect(try secret.open(private: FormatVectors.privatePart) == Array("private part".utf8))
    for chain in [try Fixture.owner(), try Fixture.purposeHolder()] {
      #expect(try chain.vaultLogSecret.tag(leaf: 41).bytes == FormatVectors.vaultLeafTag)
    }
  }

  @Test func tagsOfOtherLeavesAndOtherSubjectsDiffer() throws {
    let other = try LogSecret.random()
    var tags: Set<Identifier> = []
    for index in 0..<100 as Range<UInt64> {
      tags.insert(try secret.tag(leaf: index))
      tags.insert(try other.tag(leaf: index))
    }
    #expect(tags.count == 200)
  }

  @Test func aPrivatePartOpensUnderItsOwnSecretOnly() throws {
    let sealed = try secret.seal(private: [1, 2, 3])
    #expect(try secret.open(private: sealed) == [1, 2, 3])
    #expect(sealed.count == 30 + 32)
    let other = try LogSecret.random()
    #expect(throws: CryptoError.authenticationFailed) { _ = try other.open(private: sealed) }
    for index in sealed.indices {
      #expect(throws: CryptoError.self) {
        _ = try secret.open(private: sealed.flipped(at: index))
      }
    }
  }

  @Test func aPrivatePartIsSealedBehindOtherBytes() throws {
    var nonces = Nonces()
    for count in [0, 1, 31, 32, 300] {
      let plain = [UInt8](repeating: 7, count: count)
      var bytes: [UInt8] = [1, 2, 3]
      for _ in 0..<3 { try secret.seal(private: plain, &nonces, to: &bytes) }
      let size = LogSecret.sealedCount(private: count)
      #expect(bytes.count == 3 + 3 * size)
      #expect(bytes.starts(with: [1, 2, 3]))
      for place in 0..<3 {
        let sealed = Array(bytes[(3 + place * size)...].prefix(size))
        #expect(try secret.open(private: sealed) == plain)
      }
    }
    var bytes: [UInt8] = [1]
    #expect(throws: CryptoError.tooLarge) {
      try secret.seal(private: [UInt8](repeating: 0, count: 1 << 20 + 1), &nonces, to: &bytes)
    }
    #expect(bytes == [1], "nothing of what fails stays")
  }

  @Test func aSecretHas32Bytes() throws {
    let bytes = unsafe secret.withBytes { unsafe Array($0) }
    #expect(bytes == counting(from: 0x30, 32))
    #expect(try LogSecret(bytes: bytes).tag(leaf: 41) == secret.tag(leaf: 41))
    for count in [0, 31, 33] {
      #expect(throws: CryptoError.malformed) {
        _ = try LogSecret(bytes: [UInt8](repeating: 0, count: count))
      }
      #expect(throws: CryptoError.malformed) { _ = try LogSecret(SecretBytes(count: count)) }
    }
  }

  @Test func aLargeVaultsSecretsAreHeldOutsideTheSecureHeap() throws {
    // The heap has room for 32,768 keys at most; every one of these is alive at once.
    let secrets = try (0..<40_000).map { _ in try secret.outsideSecureHeap() }
    #expect(try secrets[39_999].tag(leaf: 7) == secret.tag(leaf: 7))
  }
}
