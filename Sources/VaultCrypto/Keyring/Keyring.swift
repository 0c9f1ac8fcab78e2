package import VaultModel

/// The public content of the keyring: which slots there are and which generations of keys.
///
/// A value; a change is a new value of the next generation, to be written with
/// ``write(to:replacing:)``. At least two owner slots exist at all times.
package struct Keyring: Hashable, Sendable {
  /// Bytes of the file: two halves.
  package static let fileSize = 2 * KeyringContent.halfSize
  /// The fewest owner slots.
  package static let fewestOwners = 2
  /// log2 of scrypt's N for new passphrase slots: 128 MiB.
  package static let passphraseLogN: UInt8 = 17

  let content: KeyringContent
  /// The other half, where it is whole but says something else.
  let alternative: KeyringContent?

  /// Whether one half was damaged when the keyring was read; the next write repairs it.
  package let needsRepair: Bool

  init(content: KeyringContent, alternative: KeyringContent? = nil, needsRepair: Bool = false) {
    self.content = content
    self.alternative = alternative
    self.needsRepair = needsRepair
  }

  /// The vault's random id.
  package var vault: Identifier { content.vault }
  /// Counts the writes of the keyring, from 1.
  package var generation: UInt64 { content.generation }
  /// The slots, in the order of their making.
  package var slots: [KeyringSlot] { content.slots }
  /// The generations of K_wrap, ascending.
  package var wrapGenerations: [KeyGeneration] { content.wrapGenerations }
  /// The epochs of K_page, ascending.
  package var pageGenerations: [KeyGeneration] { content.pageGenerations }
  /// The public keys of the log's signatures, the oldest first.
  package var logKeys: [LogKey] { content.logKeys }

  /// Makes a vault root key and a keyring of two owner slots: one for `secret`, one for a new recovery
  /// code.
  ///
  /// The secret is what the owner will bring to unlock it, and no recovery code. A `passphraseLogN`
  /// below the default is for tests.
  package static func create(
    vault: Identifier, secret: borrowing UnlockSecret,
    passphraseLogN: UInt8 = Self.passphraseLogN
  ) throws(CryptoError) -> NewKeyring {
    guard secret.ownerKind != .recoveryCode else { throw .malformed }
    let root = try SecretBytes.random(count: KeyMaterial.size)
    let code = try newRecoveryCode()
    let first = try KeyringSlot.make(
      secret.ownerKind, number: 1, purposes: [], payload: root, secret: secret,
      logN: passphraseLogN, vault: vault)
    let second = try KeyringSlot.make(
      .recoveryCode, number: 2, purposes: [], payload: root,
      secret: UnlockSecret.recoveryCode(code.copy()), logN: 0, vault: vault)
    let roots = try RootKeys(root: KeyMaterial(root), vault: vault)
    let signer = try Ed25519Signature.publicKey(of: roots.signatureSeed(number: 1, vault: vault))
    let content = KeyringContent(
      vault: vault, generation: 1, slots: [first, second],
      wrapGenerations: [try .first()], pageGenerations: [try .first()],
      logKeys: [LogKey(number: 1, root: 1, state: .current, publicKey: signer)])
    let chain = try KeyChain(roots: roots, slot: first, content: content)
    return NewKeyring(
      keyring: Keyring(content: try content.sealed(by: roots)), chain: chain, recoveryCode: code)
  }

  /// Opens a slot.
  ///
  /// An owner's slot also proves the whole keyring (HMAC under K_ring). A purpose slot cannot: its
  /// holder has no K_ring, and relies on the AEAD of the slot, which is bound to vault, kind, number,
  /// salt and purposes.
  ///
  /// - Throws: ``CryptoError/wrongKey`` if no slot opens; ``CryptoError/keyringDamaged``;
  ///   ``CryptoError/malformed`` for an empty passphrase or a key that has not 32 bytes.
  package func unlock(with secret: borrowing UnlockSecret) throws(CryptoError) -> KeyChain {
    do throws(CryptoError) {
      return try content.unlock(with: secret)
    } catch {
      // A half may be whole and still not what an owner wrote; the other may be.
      guard error == .keyringDamaged, let alternative else { throw error }
      return try alternative.unlock(with: secret)
    }
  }

  /// The half that the owner of `chain` wrote.
  func authentic(to chain: KeyChain) throws(CryptoError) -> KeyringContent {
    for content in [content, alternative].compactMap(\.self)
    where content.vault == chain.vault {
      if try content.isAuthentic(to: chain.roots) { return content }
    }
    throw .keyringDamaged
  }
}
