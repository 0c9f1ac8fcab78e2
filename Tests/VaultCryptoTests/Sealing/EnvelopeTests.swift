import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct EnvelopeTests {
  private let owner: KeyChain
  private let subjectKey: SubjectKey
  private let row = Array("a permission row".utf8)

  init() throws {
    owner = try Fixture.owner()
    subjectKey = try owner.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
  }

  private func entry(
    _ category: String, epoch: UInt32
  ) throws -> (category: String, epoch: UInt32, key: CategoryKey) {
    (category, epoch, try subjectKey.categoryKey(category, epoch: epoch))
  }

  @Test func theVectorOpensForOwnerAndPurposeKeyAlike() throws {
    for chain in [owner, try Fixture.purposeHolder()] {
      let envelope = try chain.openEnvelope(
        FormatVectors.envelope, purpose: "newsletter", row: row)
      #expect(envelope.categories == ["contact.email", "contact.phone"])
      let key = try #require(envelope.key(for: "contact.email"))
      #expect(key.epoch == 2)
      let value = try key.open(FormatVectors.value, at: Fixture.place()).array
      #expect(value == Array("anna@example.org".utf8))
      #expect(envelope.key(for: "contact.phone")?.epoch == 1)
    }
  }

  @Test func aCategoryThatIsNotCoveredHasNoKey() throws {
    let envelope = try owner.openEnvelope(
      FormatVectors.envelope, purpose: "newsletter", row: row)
    #expect(envelope.key(for: "contact") == nil)
    #expect(envelope.key(for: "contact.email.x") == nil)
    #expect(envelope.key(for: "") == nil)
  }

  @Test func whatIsSealedOpensWhateverTheOrderOfItsKeys() throws {
    let keys = [try entry("b", epoch: 4), try entry("a.c", epoch: 1), try entry("a", epoch: 9)]
    let holder = try Fixture.purposeHolder()
    for keys in [keys, keys.reversed()] {
      let sealed = try holder.sealEnvelope(purpose: "billing.invoice", keys: keys, row: row)
      let envelope = try owner.openEnvelope(sealed, purpose: "billing.invoice", row: row)
      #expect(envelope.categories == ["a", "a.c", "b"])
      #expect(envelope.key(for: "b")?.epoch == 4)
    }
  }

  @Test func anEmptyEnvelopeCoversNothing() throws {
    let sealed = try owner.sealEnvelope(purpose: "newsletter", keys: [], row: row)
    let envelope = try owner.openEnvelope(sealed, purpose: "newsletter", row: row)
    #expect(envelope.categories.isEmpty)
    #expect(envelope.key(for: "a") == nil)
  }

  @Test func everyChangedByteOfTheEnvelopeIsRefused() {
    for index in FormatVectors.envelope.indices {
      #expect(throws: CryptoError.self) {
        _ = try owner.openEnvelope(
          FormatVectors.envelope.flipped(at: index), purpose: "newsletter", row: row)
      }
    }
    for count in FormatVectors.envelope.indices {
      #expect(throws: CryptoError.self) {
        _ = try owner.openEnvelope(
          Array(FormatVectors.envelope.prefix(count)), purpose: "newsletter", row: row)
      }
    }
  }

  @Test func everyChangedByteOfTheRowIsRefused() {
    for index in row.indices {
      #expect(throws: CryptoError.authenticationFailed) {
        _ = try owner.openEnvelope(
          FormatVectors.envelope, purpose: "newsletter", row: row.flipped(at: index))
      }
    }
    for other in [[], row.dropLast(), row + [0]] {
      #expect(throws: CryptoError.authenticationFailed) {
        _ = try owner.openEnvelope(FormatVectors.envelope, purpose: "newsletter", row: other)
      }
    }
  }

  @Test func anotherPurposesEnvelopeIsRefused() throws {
    let holder = try Fixture.purposeHolder()
    for chain in [owner, holder] {
      #expect(throws: CryptoError.authenticationFailed) {
        _ = try chain.openEnvelope(FormatVectors.envelope, purpose: "billing.invoice", row: row)
      }
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try holder.openEnvelope(FormatVectors.envelope, purpose: "billing", row: row)
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try holder.sealEnvelope(purpose: "billing", keys: [], row: row)
    }
  }

  @Test func aCategoryNamedTwiceOrWithAnotherEpochSealsNothing() throws {
    let a = try entry("a", epoch: 1)
    #expect(throws: CryptoError.malformed) {
      _ = try owner.sealEnvelope(purpose: "newsletter", keys: [a, a], row: row)
    }
    #expect(throws: CryptoError.malformed) {
      _ = try owner.sealEnvelope(
        purpose: "newsletter", keys: [(a.category, 2, a.key)], row: row)
    }
  }

  @Test func everyBadPlaintextIsRefused() throws {
    let entry = hex("0001 61 00000001") + counting(from: 0, 32)
    let second = hex("0001 62 00000001") + counting(from: 0, 32)
    let good: [[UInt8]] = [hex("0000"), hex("0001") + entry, hex("0002") + entry + second]
    for plaintext in good { _ = try Envelope(SecretBytes(copying: plaintext)) }
    let bad: [[UInt8]] = [
      [], [0], hex("0001"), hex("0000 00"), hex("0000") + entry, hex("0002") + entry,
      hex("0001") + entry + [0], hex("0001") + entry.dropLast(),
      hex("0002") + entry + entry, hex("0002") + second + entry,
      hex("0001 ffff") + entry, hex("0001 0001 ff 00000001") + counting(from: 0, 32),
    ]
    for plaintext in bad {
      #expect(throws: CryptoError.malformed) { _ = try Envelope(SecretBytes(copying: plaintext)) }
    }
  }
}
