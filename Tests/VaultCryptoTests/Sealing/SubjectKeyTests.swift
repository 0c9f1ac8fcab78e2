import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct SubjectKeyTests {
  private let owner: KeyChain
  private let key: SubjectKey
  private let context = Array("context".utf8)

  init() throws {
    owner = try Fixture.owner()
    key = try owner.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
  }

  @Test func aWrappedKeyHas66BytesAndOpensAgain() throws {
    let (made, wrapped) = try owner.makeSubjectKey(for: Fixture.subject)
    #expect(wrapped.count == 66)
    #expect(wrapped.prefix(6) == [1, 1, 0, 0, 0, 1])
    #expect(try KeyChain.generation(ofWrapped: wrapped) == 1)
    let sealed = try made.categoryKey("a", epoch: 1).seal([7], for: Fixture.place())
    let again = try owner.unwrapSubjectKey(wrapped, for: Fixture.subject)
    let opened = try again.categoryKey("a", epoch: 1).open(sealed, at: Fixture.place()).array
    #expect(opened == [7])
  }

  @Test func everyChangedByteOfAWrappedKeyIsRefused() {
    for index in FormatVectors.wrapped.indices {
      #expect(throws: CryptoError.self) {
        _ = try owner.unwrapSubjectKey(
          FormatVectors.wrapped.flipped(at: index), for: Fixture.subject)
      }
    }
    for count in FormatVectors.wrapped.indices {
      #expect(throws: CryptoError.malformed) {
        _ = try owner.unwrapSubjectKey(
          Array(FormatVectors.wrapped.prefix(count)), for: Fixture.subject)
      }
    }
    #expect(throws: CryptoError.malformed) {
      _ = try owner.unwrapSubjectKey(FormatVectors.wrapped + [0], for: Fixture.subject)
    }
  }

  @Test func anotherSubjectsWrappedKeyIsRefused() {
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try owner.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.identifier(from: 1))
    }
  }

  @Test func anotherVaultsWrappedKeyIsRefused() throws {
    let other = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try other.chain.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
    }
  }

  @Test func aPurposeKeyNeitherMakesNorUnwraps() throws {
    let holder = try Fixture.purposeHolder()
    #expect(throws: CryptoError.needsOwner) {
      _ = try holder.makeSubjectKey(for: Fixture.subject)
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try holder.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
    }
  }

  @Test func theVectorOfASubjectDetailOpens() throws {
    let opened = try key.open(FormatVectors.detail, label: "identity", context: context)
    #expect(opened == Array("anna@example.org".utf8))
    let sealed = try key.seal(opened, label: "identity", context: context)
    #expect(try key.open(sealed, label: "identity", context: context) == opened)
    #expect(sealed.count == FormatVectors.detail.count)
  }

  @Test func aDetailOpensUnderItsOwnLabelAndContextOnly() {
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try key.open(FormatVectors.detail, label: "detail", context: context)
    }
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try key.open(FormatVectors.detail, label: "identity", context: [])
    }
    for index in FormatVectors.detail.indices {
      #expect(throws: CryptoError.self) {
        _ = try key.open(
          FormatVectors.detail.flipped(at: index), label: "identity", context: context)
      }
    }
  }
}
