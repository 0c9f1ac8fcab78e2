import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct KeyringTests {
  private func passphrase(_ text: String) throws -> UnlockSecret {
    .passphrase(try SecretBytes(copying: Array(text.utf8)))
  }

  private func code(_ text: String) throws -> UnlockSecret {
    .recoveryCode(try SecretBytes(copying: Array(text.utf8)))
  }

  @Test func theVectorOpensWithEachOfItsSecrets() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    #expect(keyring.vault == Fixture.vault)
    #expect(keyring.generation == 7)
    #expect(!keyring.needsRepair)
    #expect(keyring.slots.map(\.kind) == [.keyFile, .recoveryCode, .passphrase, .purpose])
    #expect(keyring.slots.map(\.number) == [1, 2, 3, 4])
    #expect(keyring.slots[3].purposes == ["billing.invoice", "newsletter"])
    #expect(keyring.logKeys.map(\.publicKey) == [FormatVectors.logPublicKey])
    let chains = [
      try keyring.unlock(with: Fixture.keyFile()),
      try keyring.unlock(with: code(FormatVectors.recoveryCode)),
      try keyring.unlock(with: passphrase("correct horse battery staple")),
    ]
    for chain in chains {
      #expect(chain.isOwner)
      #expect(try chain.logPublicKey == FormatVectors.logPublicKey)
    }
    #expect(try !keyring.unlock(with: Fixture.keyFile(from: 0x40)).isOwner)
  }

  @Test func everyOtherSecretIsAWrongKey() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(with: Fixture.keyFile(from: 0x21))
    }
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(with: passphrase("correct horse battery stapler"))
    }
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(with: code("00000000000000000000000000"))
    }
    #expect(throws: CryptoError.wrongKey) { _ = try keyring.unlock(with: code("typo")) }
    // A secret of one kind does not open a slot of another.
    #expect(throws: CryptoError.wrongKey) {
      _ = try keyring.unlock(
        with: UnlockSecret.passphrase(SecretBytes(copying: counting(from: 0x20, 32))))
    }
    #expect(throws: CryptoError.malformed) { _ = try keyring.unlock(with: passphrase("")) }
  }

  @Test func aNewKeyringHasTwoOwnerSlotsThatOpenOneVault() throws {
    let made = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    #expect(made.keyring.slots.map(\.kind) == [.keyFile, .recoveryCode])
    #expect(made.keyring.generation == 1)
    #expect(made.recoveryCode.count == 26)
    let recovered = try made.keyring.unlock(with: .recoveryCode(made.recoveryCode.copy()))
    let opened = try made.keyring.unlock(with: Fixture.keyFile())
    let subject = try SubjectID("s")
    #expect(try made.chain.tag(of: subject) == recovered.tag(of: subject))
    #expect(try made.chain.tag(of: subject) == opened.tag(of: subject))
    #expect(made.chain.isOwner && recovered.isOwner && opened.isOwner)
    #expect(throws: CryptoError.malformed) {
      _ = try Keyring.create(vault: Fixture.vault, secret: code(FormatVectors.recoveryCode))
    }
    #expect(throws: CryptoError.malformed) {
      _ = try Keyring.create(vault: Fixture.vault, secret: passphrase(""))
    }
  }

  @Test func aPassphraseSlotIsAddedAndOpens() throws {
    let made = try Keyring.create(
      vault: Fixture.vault, secret: passphrase("first"), passphraseLogN: 4)
    let more = try made.keyring.adding(
      passphrase("second"), chain: made.chain, passphraseLogN: 4)
    #expect(more.generation == 2)
    #expect(more.slots.count == 3)
    for text in ["first", "second"] {
      #expect(try more.unlock(with: passphrase(text)).isOwner)
    }
    #expect(throws: CryptoError.wrongKey) { _ = try more.unlock(with: passphrase("third")) }
  }

  @Test func aPurposeSlotOpensItsPurposesAndNothingElse() throws {
    let made = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    let issued = try made.keyring.addPurposeSlot(purposes: ["b", "a", "b"], chain: made.chain)
    #expect(issued.keyring.slots.last?.purposes == ["a", "b"])
    let holder = try issued.keyring.unlock(with: .keyFile(issued.secret.copy()))
    #expect(!holder.isOwner)
    #expect(holder.purposes == ["a", "b"])
    for purpose in ["a", "b"] {
      let sealed = try made.chain.sealEnvelope(purpose: purpose, keys: [], row: [1])
      _ = try holder.openEnvelope(sealed, purpose: purpose, row: [1])
    }
    let subject = try SubjectID("s")
    #expect(try holder.tag(of: subject) == made.chain.tag(of: subject))
    #expect(throws: CryptoError.malformed) {
      _ = try made.keyring.addPurposeSlot(purposes: [], chain: made.chain)
    }
    #expect(throws: CryptoError.tooLarge) {
      _ = try made.keyring.addPurposeSlot(
        purposes: (0..<257).map { "p\($0)" }, chain: made.chain)
    }
  }

  @Test func aPurposeKeyDoesNotChangeTheKeyring() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    let holder = try Fixture.purposeHolder()
    #expect(throws: CryptoError.needsOwner) {
      _ = try keyring.adding(Fixture.keyFile(from: 1), chain: holder)
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try keyring.addPurposeSlot(purposes: ["a"], chain: holder)
    }
    #expect(throws: CryptoError.needsOwner) {
      _ = try keyring.removing(slot: 4, chain: holder)
    }
  }

  @Test func theLastTwoOwnerSlotsStay() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    let owner = try Fixture.owner()
    let fewer = try #require(try keyring.removing(slot: 1, chain: owner))
    #expect(fewer.slots.map(\.number) == [2, 3, 4])
    #expect(throws: CryptoError.wrongKey) { _ = try fewer.unlock(with: Fixture.keyFile()) }
    #expect(try fewer.removing(slot: 2, chain: owner) == nil)
    #expect(try fewer.removing(slot: 3, chain: owner) == nil)
    #expect(try fewer.removing(slot: 99, chain: owner) == nil)
    #expect(try fewer.removing(slot: 4, chain: owner)?.slots.map(\.number) == [2, 3])
  }

  @Test func anotherVaultsOwnerDoesNotChangeTheKeyring() throws {
    let keyring = try Keyring(bytes: Fixture.keyringFile)
    let other = try Keyring.create(vault: Fixture.vault, secret: Fixture.keyFile())
    #expect(throws: CryptoError.keyringDamaged) {
      _ = try keyring.adding(Fixture.keyFile(from: 1), chain: other.chain)
    }
  }

  @Test func tooManyPassphrasesAreRefused() throws {
    let made = try Keyring.create(
      vault: Fixture.vault, secret: passphrase("0"), passphraseLogN: 1)
    var keyring = made.keyring
    for index in 1..<8 {
      keyring = try keyring.adding(
        passphrase(String(index)), chain: made.chain, passphraseLogN: 1)
    }
    #expect(throws: CryptoError.tooLarge) {
      _ = try keyring.adding(passphrase("8"), chain: made.chain, passphraseLogN: 1)
    }
  }
}
