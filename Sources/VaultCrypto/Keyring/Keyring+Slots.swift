extension Keyring {
  /// Adds an owner slot, the last of the new keyring's.
  ///
  /// - Parameters:
  ///   - secret: What opens it.
  ///   - kind: Where a secret of 32 bytes is kept, if not in a key file: ``SlotKind/command`` or
  ///     ``SlotKind/credential``.
  ///   - chain: An owner's.
  ///   - passphraseLogN: log2 of scrypt's N; below the default for tests.
  /// - Returns: The next generation of the keyring.
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/tooLarge`` if the keyring is full;
  ///   ``CryptoError/malformed`` if the secret is not one of the kind.
  package func adding(
    _ secret: borrowing UnlockSecret, as kind: SlotKind? = nil, chain: KeyChain,
    passphraseLogN: UInt8 = Self.passphraseLogN
  ) throws(CryptoError) -> Keyring {
    let kind = kind ?? secret.ownerKind
    guard kind.isOwner, kind != .age, secret.kinds.contains(kind) else { throw .malformed }
    return try adding(kind, secret, chain: chain, logN: passphraseLogN)
  }

  /// Adds an owner slot for a random secret, encrypted to 1 to 16 recipients.
  ///
  /// - Throws: ``AgeError``; ``AgeError/crypto(_:)`` as ``adding(_:as:chain:passphraseLogN:)``.
  package func addingAgeSlot(
    to recipients: [AgeRecipient], chain: KeyChain
  ) throws(AgeError) -> Keyring {
    let secret = try AgeError.inCrypto { () throws(CryptoError) in
      try SecretBytes.random(count: KeyFile.secretSize)
    }
    let text = try AgeError.inCrypto { () throws(CryptoError) in try KeyFile.text(of: secret) }
    let attachment = try AgeAttachment(text, to: recipients).encoded
    do throws(CryptoError) {
      return try adding(
        .age, UnlockSecret.keyFile(secret), attachment: attachment, chain: chain, logN: 0)
    } catch { throw .crypto(error) }
  }

  private func adding(
    _ kind: SlotKind, _ secret: borrowing UnlockSecret, attachment: [UInt8] = [],
    chain: KeyChain, logN: UInt8
  ) throws(CryptoError) -> Keyring {
    guard let root = chain.roots.root else { throw .needsOwner }
    let content = try authentic(to: chain)
    let payload = try unsafe root.withBytes { bytes throws(CryptoError) in
      try unsafe SecretBytes(copying: bytes)
    }
    let slot = try KeyringSlot.make(
      kind, number: try content.nextNumber(), purposes: [], payload: payload, secret: secret,
      logN: logN, attachment: attachment, vault: vault)
    return try content.changed(slots: content.slots + [slot], chain: chain)
  }

  /// A fresh recovery code: 26 characters.
  package static func newRecoveryCode() throws(CryptoError) -> SecretBytes {
    try RecoveryCode.text(of: SecretBytes.random(count: RecoveryCode.secretSize))
  }

  /// Adds a slot that opens the envelopes of `purposes` only, for a fresh key file.
  ///
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/malformed`` without a purpose;
  ///   ``CryptoError/tooLarge`` with more than 256, or if the keyring is full.
  package func addPurposeSlot(
    purposes: [String], chain: KeyChain
  ) throws(CryptoError) -> IssuedKey {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    let names = Set(purposes).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !names.isEmpty else { throw .malformed }
    guard names.count <= KeyringSlot.mostPurposes else { throw .tooLarge }
    for name in names {
      // The new key would not open what is still sealed under the one before.
      guard try !content.isRotating(label: chain.label(of: name)) else { throw .rotationPending }
    }
    let secret = try SecretBytes.random(count: KeyFile.secretSize)
    let number = try content.nextNumber()
    let slot = try KeyringSlot.make(
      .purpose, number: number, purposes: names,
      payload: chain.payload(purposes: names),
      secret: UnlockSecret.keyFile(secret.copy()), logN: 0, vault: vault)
    let keyring = try content.changed(slots: content.slots + [slot], chain: chain)
    return IssuedKey(keyring: keyring, slot: number, secret: secret)
  }

  /// Takes a slot out.
  ///
  /// Whoever kept a copy of the old keyring can still open the slot in it: rotate the keys after a
  /// theft.
  ///
  /// - Returns: The keyring without it; nil if there is no such slot, or if fewer than two owner slots
  ///   would be left.
  /// - Throws: ``CryptoError/needsOwner``.
  package func removing(slot number: UInt32, chain: KeyChain) throws(CryptoError) -> Keyring? {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    let rest = content.slots.filter { $0.number != number }
    guard rest.count < content.slots.count,
      rest.count(where: \.kind.isOwner) >= Self.fewestOwners
    else { return nil }
    return try content.changed(slots: rest, chain: chain)
  }
}

extension KeyringContent {
  /// A number that no slot has; numbers of removed slots may come back only if they were the highest.
  func nextNumber() throws(CryptoError) -> UInt32 {
    let highest = slots.map(\.number).max() ?? 0
    guard highest < .max else { throw .tooLarge }
    return highest + 1
  }

  /// The next generation with other slots, sealed.
  func changed(slots: [KeyringSlot], chain: KeyChain) throws(CryptoError) -> Keyring {
    try changed(by: chain.roots) { (content) in content.slots = slots }
  }

  /// The next generation, changed and sealed.
  ///
  /// - Throws: ``CryptoError/tooLarge`` if it does not fit a half.
  func changed(
    by roots: RootKeys, _ change: (inout KeyringContent) throws(CryptoError) -> Void
  ) throws(CryptoError) -> Keyring {
    guard generation < .max else { throw .tooLarge }
    var content = self
    content.version = Self.newestVersion
    content.generation += 1
    try change(&content)
    let sealed = try content.sealed(by: roots)
    // Fails now, and not in the middle of writing, if it does not fit.
    _ = try sealed.half()
    return Keyring(content: sealed)
  }
}
