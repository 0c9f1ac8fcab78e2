import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct KeyringDamageTests {
  private let half = Fixture.keyringHalf
  private let used = FormatVectors.keyring.count

  /// The half with `change` made to its body and a digest that fits again; the code does not.
  private func forged(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var content = Array(half.prefix(used - 32))
    change(&content)
    let forged = content + SHA256.digest(of: content).bytes
    return forged + [UInt8](repeating: 0, count: half.count - forged.count)
  }

  @Test func aHalfOfAnyOtherLengthIsDamaged() {
    for count in half.indices where count <= used + 1 || count.isMultiple(of: 997) {
      #expect(throws: CryptoError.keyringDamaged) {
        _ = try Keyring(bytes: Array(half.prefix(count)))
      }
    }
    #expect(throws: CryptoError.keyringDamaged) { _ = try Keyring(bytes: half + half + [0]) }
  }

  @Test func aFileCutShortInItsSecondHalfStillOpens() throws {
    for count in stride(from: 0, to: half.count, by: 4_099) {
      let torn = try Keyring(bytes: half + half.prefix(count))
      #expect(torn.needsRepair)
      #expect(try torn.unlock(with: Fixture.keyFile()).isOwner)
    }
  }

  @Test func everyChangedByteOfAHalfIsSeen() {
    for index in half.indices where index < used || index.isMultiple(of: 997) {
      #expect(throws: CryptoError.self) {
        _ = try KeyringContent(half: half.flipped(at: index))
      }
    }
  }

  @Test func aDamagedHalfLeavesTheOther() throws {
    for index in stride(from: 0, to: half.count, by: 2_003) {
      let bad = half.flipped(at: index)
      for file in [bad + half, half + bad] {
        let keyring = try Keyring(bytes: file)
        #expect(keyring.needsRepair)
        #expect(try keyring.unlock(with: Fixture.keyFile()).isOwner)
      }
    }
  }

  @Test func twoDamagedHalvesAreRefused() {
    #expect(throws: CryptoError.keyringDamaged) {
      _ = try Keyring(bytes: half.flipped(at: 300) + half.flipped(at: 400))
    }
    #expect(throws: CryptoError.keyringDamaged) { _ = try Keyring(bytes: []) }
  }

  @Test func aNewerVersionIsToldFromDamage() throws {
    var newer = half
    newer[9] = 3
    #expect(throws: CryptoError.newerFormat) { _ = try Keyring(bytes: newer + newer) }
    newer = half
    newer[11] = 1
    #expect(throws: CryptoError.newerFormat) { _ = try Keyring(bytes: newer + newer) }
    // A half of this version, whole, is preferred to an unknown one.
    #expect(try Keyring(bytes: newer + half).generation == 7)
    // Its first slot's kind stands behind magic, header, count and length.
    let unknown = forged { $0[40] = 8 }
    #expect(throws: CryptoError.newerFormat) { _ = try Keyring(bytes: unknown + unknown) }
  }

  @Test func whatAnOwnerDidNotWriteDoesNotUnlock() throws {
    // The generation, a salt and the code itself, each with a digest that fits.
    let changes: [(inout [UInt8]) -> Void] = [
      { $0[35] ^= 1 }, { $0[$0.count - 90] ^= 1 }, { $0[$0.count - 1] ^= 1 },
    ]
    for change in changes {
      let bad = forged(change)
      let keyring = try Keyring(bytes: bad + bad)
      #expect(throws: CryptoError.keyringDamaged) {
        _ = try keyring.unlock(with: Fixture.keyFile())
      }
      // The other half, where it is what an owner wrote, still opens.
      #expect(try Keyring(bytes: bad + half).unlock(with: Fixture.keyFile()).isOwner)
    }
  }

  @Test func aForgedHalfIsNotCarriedIntoTheNextGeneration() throws {
    let forged = forged { $0[35] = 200 }
    let keyring = try Keyring(bytes: forged + half)
    #expect(keyring.generation == 200)
    let owner = try keyring.unlock(with: Fixture.keyFile())
    let next = try keyring.adding(Fixture.keyFile(from: 1), chain: owner)
    #expect(next.generation == 8)
    #expect(try next.unlock(with: Fixture.keyFile(from: 1)).isOwner)
  }

  @Test func aChangedPayloadUnderTheRightSecretIsDamageAndNotAWrongKey() throws {
    // The last byte of the first slot is a tag's; the slot begins behind a length at 38.
    let length = Int(half[38]) << 8 | Int(half[39])
    let bad = forged { $0[39 + length] ^= 1 }
    #expect(throws: CryptoError.keyringDamaged) {
      _ = try Keyring(bytes: bad + bad).unlock(with: Fixture.keyFile())
    }
  }

  @Test func aChangedSlotNeverOpensAsAnother() throws {
    let length = Int(half[38]) << 8 | Int(half[39])
    for index in 40..<40 + length {
      let bad = forged { $0[index] ^= 1 }
      #expect(throws: CryptoError.self) {
        _ = try Keyring(bytes: bad + bad).unlock(with: Fixture.keyFile())
      }
    }
  }

  @Test func arbitraryBytesWithAFittingDigestNeverCrash() {
    // A repeatable walk through changes of the body; the seed is in the multiplier.
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    for _ in 0..<2_000 {
      let bad = forged { body in
        for _ in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          body[Int(state >> 33) % body.count] = UInt8(truncatingIfNeeded: state >> 25)
        }
      }
      _ = try? Keyring(bytes: bad + bad)
    }
  }
}
