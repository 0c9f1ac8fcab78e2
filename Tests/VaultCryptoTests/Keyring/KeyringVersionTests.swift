import Testing
import VaultModel

@testable import VaultCrypto

/// Version 1 is read and carried over; what version 2 adds is bound by the keyring's code and the slots'
/// seals.
@Suite struct KeyringVersionTests {
  private func next() throws -> Keyring {
    try #require(
      try Keyring(bytes: Fixture.keyringFile).rotating(.wrap, chain: Fixture.owner())
    ).keyring
  }

  private func reread(_ keyring: Keyring) throws -> Keyring {
    let half = try keyring.content.half()
    return try Keyring(bytes: half + half)
  }

  @Test func aKeyringOfVersion1IsReadAsItIs() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    #expect(keyring.content.version == 1)
    #expect(try keyring.content.half() == Fixture.keyringHalf)
    #expect(keyring.logKeys.map(\.number) == [1])
    #expect(keyring.slots.allSatisfy { $0.attachment.isEmpty })
  }

  @Test func theNextWriteCarriesItOverWithEverySlot() throws {
    let carried = try reread(next())
    #expect(carried.content.version == 2 && carried.generation == 8)
    #expect(try carried.unlock(with: Fixture.keyFile()).isOwner)
    #expect(try carried.unlock(with: Fixture.keyFile(from: 0x40)).purposes.count == 2)
    let owner = try carried.unlock(with: Fixture.keyFile())
    #expect(try owner.sign(Array("a checkpoint".utf8)) == FormatVectors.signature)
    #expect(try owner.pageKey(epoch: 1).array == FormatVectors.pageKey)
    #expect(try owner.tag(of: SubjectID("anna@example.org")).bytes == FormatVectors.tag)
  }

  @Test func whatWasSealedBeforeARotationOpensUntilItEnds() throws {
    let keyring = try next()
    let owner = try keyring.unlock(with: Fixture.keyFile())
    #expect(owner.isOwner)
    _ = try owner.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
    let rewrapped = try #require(
      try owner.rewrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject))
    #expect(try KeyChain.generation(ofWrapped: rewrapped) == 2)
    #expect(try owner.rewrapSubjectKey(rewrapped, for: Fixture.subject) == nil)
    let ended = try #require(try keyring.endingRewrap(chain: owner))
    let after = try ended.unlock(with: Fixture.keyFile())
    _ = try after.unwrapSubjectKey(rewrapped, for: Fixture.subject)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try after.unwrapSubjectKey(FormatVectors.wrapped, for: Fixture.subject)
    }
  }

  @Test func aChainTakesOverANewerKeyringOfItsRootOnly() throws {
    let owner = try Fixture.owner()
    let keyring = try next()
    #expect(try owner.adopt(keyring))
    #expect(try !owner.adopt(keyring))
    #expect(throws: CryptoError.keysChanged) {
      try owner.adopt(Keyring(bytes: Fixture.keyringFile))
    }
    let other = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    #expect(throws: CryptoError.keyringDamaged) {
      var generation = other.keyring
      for _ in 0..<12 {
        generation = try generation.adding(Fixture.keyFile(from: 9), chain: other.chain)
      }
      try owner.adopt(generation)
    }
  }

  @Test func aPurposeKeyIsNoGoodOnceItsSlotIsGone() throws {
    let holder = try Fixture.purposeHolder()
    #expect(try holder.adopt(next()))
    let owner = try Fixture.owner()
    let without = try #require(
      try Keyring(bytes: Fixture.keyringFile).rotating(.purpose("newsletter"), chain: owner)
    ).keyring
    #expect(throws: CryptoError.keysChanged) {
      try Fixture.purposeHolder().adopt(without)
    }
  }

  @Test func everyChangedByteOfVersion2IsSeen() throws {
    let half = try next().content.half()
    let used = (half.lastIndex { $0 != 0 } ?? 0) + 1
    for index in 0..<used {
      #expect(throws: CryptoError.self) {
        _ = try KeyringContent(half: half.flipped(at: index))
      }
    }
  }
}
