import Testing
import VaultModel

@testable import VaultCrypto

/// The owner slots that are made beside the first two, whatever holds their secret.
@Suite struct OwnerSlotTests {
  private let made: (keyring: Keyring, chain: KeyChain, code: [UInt8])

  init() throws {
    let new = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    made = (new.keyring, new.chain, new.recoveryCode.array)
  }

  private func identity(_ text: String) throws -> UnlockSecret {
    .ageIdentity(try AgeIdentity(text: SecretBytes(copying: text.utf8)))
  }

  /// The keyring as it comes back from its file.
  private func stored(_ keyring: Keyring) throws -> Keyring {
    let half = try keyring.content.half()
    return try Keyring(bytes: half + half)
  }

  @Test(arguments: [SlotKind.command, .credential])
  func theTextOfAKeyFileOpensWhereverItIsKept(kind: SlotKind) throws {
    let secret = try Fixture.keyFile(from: 0x60)
    let keyring = try stored(made.keyring.adding(secret, as: kind, chain: made.chain))
    #expect(keyring.slots.map(\.kind) == [.keyFile, .recoveryCode, kind])
    let chain = try keyring.unlock(with: secret)
    #expect(chain.isOwner)
    #expect(chain.slotNumber == 3)
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(with: Fixture.keyFile(from: 0x61))
    }
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(
        with: UnlockSecret.passphrase(SecretBytes(copying: counting(from: 0x60, 32))))
    }
  }

  @Test func anAgeSlotOpensForEachRecipientAndForNobodyElse() throws {
    let recipients = try [AgeVectors.identities, AgeVectors.second].map(AgeFileTests.recipient)
    let keyring = try stored(made.keyring.addingAgeSlot(to: recipients, chain: made.chain))
    let slot = try #require(keyring.slots.last)
    #expect(slot.kind == .age)
    #expect(slot.recipients == recipients)
    for text in [AgeVectors.identities, AgeVectors.second] {
      let chain = try keyring.unlock(with: identity(text))
      #expect(chain.isOwner)
      #expect(chain.slotNumber == slot.number)
    }
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(with: identity(AgeFileTests.newIdentity().text))
    }
    #expect(throws: CryptoError.wrongKey) {
      _ = try made.keyring.unlock(with: identity(AgeVectors.identities))
    }
  }

  @Test func theAgeFileHoldsTheTextOfAKeyFileThatOpensTheSlot() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    let keyring = try made.keyring.addingAgeSlot(to: [recipient], chain: made.chain)
    let file = try #require(keyring.slots.last?.ageFile)
    let text = try AgeFile.decrypt(
      file, with: AgeIdentity(text: SecretBytes(copying: AgeVectors.identities.utf8)))
    #expect(text.array.starts(with: Array("CVAULT-KEY-1 ".utf8)))
    #expect(try keyring.unlock(with: .keyFile(KeyFile.secret(from: text))).slotNumber == 3)
  }

  @Test func anAgeSlotTakenFromAnotherKeyringOpensNothing() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    let other = try Keyring.create(
      vault: Fixture.identifier(from: 0x10), secret: Fixture.keyFile(from: 1))
    let theirs = try other.keyring.addingAgeSlot(to: [recipient], chain: other.chain)
    let slots = made.keyring.slots + theirs.slots.suffix(1)
    let forged = try made.keyring.content.changed(slots: slots, chain: made.chain)
    #expect(throws: CryptoError.wrongKey) {
      _ = try forged.unlock(with: identity(AgeVectors.identities))
    }
  }

  @Test func noByteOfAnAgeSlotMayChange() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    let keyring = try made.keyring.addingAgeSlot(to: [recipient], chain: made.chain)
    let slot = try #require(keyring.slots.last)
    let bytes = try slot.encoded(2)
    for index in bytes.indices {
      guard let changed = try? KeyringSlot(decoding: bytes.flipped(at: index), version: 2) else {
        continue
      }
      let slots = made.keyring.slots + [changed]
      let forged = try made.keyring.content.changed(slots: slots, chain: made.chain)
      #expect(throws: CryptoError.self, "byte \(index)") {
        _ = try forged.unlock(with: identity(AgeVectors.identities))
      }
    }
  }

  @Test func onlyAnAgeSlotHasAnAttachmentAndItMustHaveOne() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    let keyring = try made.keyring.addingAgeSlot(to: [recipient], chain: made.chain)
    let slot = try #require(keyring.slots.last)
    func decoded(_ kind: SlotKind, _ attachment: [UInt8]) throws(CryptoError) -> KeyringSlot {
      let other = KeyringSlot(
        kind: kind, number: 9, purposes: [], logN: 0, salt: slot.salt,
        commitment: slot.commitment, attachment: attachment, sealed: slot.sealed)
      return try KeyringSlot(decoding: other.encoded(2), version: 2)
    }
    _ = try decoded(.age, slot.attachment)
    _ = try decoded(.command, [])
    for attachment in [
      [], [1], [1, 0], [1, 1] + counting(from: 0, 32), [1, 17] + slot.attachment,
    ] {
      #expect(throws: CryptoError.malformed) { _ = try decoded(.age, attachment) }
    }
    #expect(throws: CryptoError.newerFormat) {
      _ = try decoded(.age, [2] + slot.attachment.dropFirst())
    }
    #expect(throws: CryptoError.malformed) { _ = try decoded(.command, slot.attachment) }
    #expect(throws: CryptoError.malformed) {
      _ = try KeyringSlot(decoding: slot.encoded(1), version: 1)
    }
  }

  @Test func aSecretIsOfItsKind() throws {
    let passphrase = UnlockSecret.passphrase(try SecretBytes(copying: [1]))
    for kind in [SlotKind.command, .credential, .age, .purpose, .recoveryCode] {
      #expect(throws: CryptoError.malformed) {
        _ = try made.keyring.adding(passphrase, as: kind, chain: made.chain)
      }
    }
    #expect(throws: CryptoError.malformed) {
      _ = try made.keyring.adding(
        identity(AgeVectors.identities), chain: made.chain)
    }
    #expect(throws: CryptoError.malformed) {
      _ = try made.keyring.adding(Fixture.keyFile(from: 9), as: .age, chain: made.chain)
    }
  }

  @Test func aNewRecoveryCodeOpensBesideTheFirst() throws {
    let code = try Keyring.newRecoveryCode()
    let keyring = try made.keyring.adding(.recoveryCode(code.copy()), chain: made.chain)
    #expect(try keyring.unlock(with: .recoveryCode(code.copy())).slotNumber == 3)
    let first = UnlockSecret.recoveryCode(try SecretBytes(copying: made.code))
    #expect(try keyring.unlock(with: first).slotNumber == 2)
  }

  @Test func aPurposeKeyAddsNoAgeSlot() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    #expect(throws: AgeError.crypto(.needsOwner)) {
      _ = try Keyring(bytes: Fixture.keyringFile)
        .addingAgeSlot(to: [recipient], chain: Fixture.purposeHolder())
    }
  }

  @Test func aKeyringWithAgeSlotsOpensFromEitherHalf() throws {
    let recipient = try AgeFileTests.recipient(AgeVectors.identities)
    let old = try made.keyring.content.half()
    let keyring = try made.keyring.addingAgeSlot(to: [recipient], chain: made.chain)
    let new = try keyring.content.half()
    for cut in [0, 1, 40, 500, 900, 2_000] {
      for torn in [old + new.prefix(cut) + old.dropFirst(cut), new + old.prefix(cut)] {
        let found = try Keyring(bytes: torn)
        #expect(try found.unlock(with: Fixture.keyFile()).isOwner)
      }
      let last = try Keyring(bytes: new.prefix(cut) + old.dropFirst(cut) + new)
      #expect(try last.unlock(with: identity(AgeVectors.identities)).isOwner)
    }
  }
}
