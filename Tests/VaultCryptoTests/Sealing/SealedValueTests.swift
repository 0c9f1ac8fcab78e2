import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct SealedValueTests {
  private let subjectKey: SubjectKey
  private let key: CategoryKey

  init() throws {
    subjectKey = try Fixture.owner().unwrapSubjectKey(
      FormatVectors.wrapped, for: Fixture.subject)
    key = try subjectKey.categoryKey("contact.email", epoch: 2)
  }

  @Test func theVectorsOpen() throws {
    let short = try key.open(FormatVectors.value, at: Fixture.place()).array
    #expect(short == Array("anna@example.org".utf8))
    let long = try key.open(FormatVectors.longValue, at: Fixture.place()).array
    #expect(long == (0..<1_000).map { UInt8($0 % 251) })
  }

  @Test func aSealedValueHasTheLayoutOfTheDesign() throws {
    let sealed = try key.seal(Array("anna@example.org".utf8), for: Fixture.place())
    #expect(sealed.count == 34 + 32)
    #expect(sealed.prefix(6) == [1, 1, 0, 0, 0, 2])
    #expect(try CategoryKey.epoch(ofSealed: sealed) == 2)
    let again = try key.seal(Array("anna@example.org".utf8), for: Fixture.place())
    #expect(sealed[6..<18] != again[6..<18], "each seal has a nonce of its own")
  }

  @Test(arguments: [0, 1, 31, 32, 255, 256, 4_000, 1 << 20])
  func whatIsSealedOpensAtItsPlace(count: Int) throws {
    let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let opened = try key.open(key.seal(value, for: Fixture.place()), at: Fixture.place()).array
    #expect(opened == value)
    let secret = try SecretBytes(copying: value, in: .wipedMemory)
    let sealed = try key.seal(secret, for: Fixture.place())
    let other = try key.open(sealed, at: Fixture.place()).array
    #expect(other == value)
  }

  @Test func aValueAboveOneMebibyteIsRefused() throws {
    let value = [UInt8](repeating: 0, count: CategoryKey.longestValue + 1)
    #expect(throws: CryptoError.tooLarge) { _ = try key.seal(value, for: Fixture.place()) }
  }

  @Test func everyChangedBitIsRefused() throws {
    let sealed = FormatVectors.value
    for index in sealed.indices {
      for bit in 0..<8 as Range<UInt8> {
        let changed = sealed.flipped(at: index, bit: bit)
        // The first two bytes are version and algorithm, then epoch, nonce, ciphertext and tag.
        #expect(throws: CryptoError.self) { _ = try key.open(changed, at: Fixture.place()) }
        guard index >= 2 else { continue }
        #expect(throws: CryptoError.authenticationFailed) {
          _ = try key.open(changed, at: Fixture.place())
        }
      }
    }
  }

  @Test func everyOtherPlaceIsRefused() throws {
    let other = Fixture.identifier(from: 1)
    let places = [
      Fixture.place(vault: other), Fixture.place(subject: other),
      Fixture.place(category: "contact.phone"), Fixture.place(key: "home"),
      Fixture.place(origin: "observed"),
      Fixture.place(collectedAt: Fixture.timestamp(1_767_225_600_001)),
      Fixture.place(version: 2), Fixture.place(category: "contact.emailwork", key: ""),
    ]
    for place in places {
      #expect(throws: CryptoError.authenticationFailed) {
        _ = try key.open(FormatVectors.value, at: place)
      }
    }
  }

  @Test func anotherCategorysOrEpochsOrSubjectsKeyIsRefused() throws {
    let keys = [
      try subjectKey.categoryKey("contact.phone", epoch: 2),
      try subjectKey.categoryKey("contact.email", epoch: 1),
      try Fixture.owner().makeSubjectKey(for: Fixture.subject).key.categoryKey(
        "contact.email", epoch: 2),
    ]
    for key in keys {
      #expect(throws: CryptoError.authenticationFailed) {
        _ = try key.open(FormatVectors.value, at: Fixture.place())
      }
    }
  }

  @Test func everyShorterOrLongerFormIsRefused() throws {
    for count in FormatVectors.value.indices {
      #expect(throws: CryptoError.self) {
        _ = try key.open(Array(FormatVectors.value.prefix(count)), at: Fixture.place())
      }
    }
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try key.open(FormatVectors.value + [0], at: Fixture.place())
    }
    let huge = FormatVectors.value + [UInt8](repeating: 0, count: 2 << 20)
    #expect(throws: CryptoError.malformed) { _ = try key.open(huge, at: Fixture.place()) }
  }

  @Test func aNewerVersionIsToldFromDamage() {
    for index in 0...1 {
      var newer = FormatVectors.value
      newer[index] = 2
      #expect(throws: CryptoError.newerFormat) {
        _ = try key.open(newer, at: Fixture.place())
      }
      newer[index] = 0
      #expect(throws: CryptoError.malformed) { _ = try key.open(newer, at: Fixture.place()) }
    }
  }

  @Test func aNameThatDoesNotFitAFieldSealsNothing() {
    let place = Fixture.place(key: String(repeating: "k", count: 65_536))
    #expect(throws: CryptoError.tooLarge) { _ = try key.seal([1], for: place) }
  }
}
