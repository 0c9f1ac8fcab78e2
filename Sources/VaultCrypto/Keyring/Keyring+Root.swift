internal import VaultModel

// The vault root key is replaced in three steps: a pending root, under which everything is sealed from then
// on, with a wrapping key and a page key that come from it; rewriting what was sealed before, as in any
// rotation; and the turn, in which new slots hold the new root, and the older ones are kept sealed under it.
extension Keyring {
  /// Whether a new root key is being taken into use.
  package var isReplacingRoot: Bool { pendingRoot != nil }

  /// The number of that root.
  package var pendingRoot: UInt32? { content.roots.first { $0.state == .pending }?.number }

  /// Begins to replace the root key.
  ///
  /// Keys of purposes are taken out at once: they hold what comes from the root that is replaced.
  ///
  /// - Returns: nil if a rotation of whatever key is under way.
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/tooLarge`` if the keyring is full.
  package func replacingRoot(chain: KeyChain) throws(CryptoError) -> Begun? {
    guard let present = chain.roots.root else { throw .needsOwner }
    let content = try authentic(to: chain)
    let numbers = content.roots.map(\.number) + [content.rootNumber]
    guard !isReplacingRoot, !isRewrapping, !isRenewingPages, let last = numbers.max(),
      last < .max, let wrap = try content.wrapGenerations.next(root: last + 1),
      let page = try content.pageGenerations.next(root: last + 1)
    else { return nil }
    let root = try KeyringRoot.seal(
      KeyMaterial(SecretBytes.random(count: KeyMaterial.size)), number: last + 1, state: .pending,
      under: present, vault: vault)
    let keyring = try content.changed(by: chain.roots) { content in
      content.roots.append(root)
      content.wrapGenerations.append(wrap)
      content.pageGenerations.append(page)
      content.slots.removeAll { !$0.kind.isOwner }
    }
    return Begun(
      keyring: keyring, number: last + 1, dropped: content.slots.filter { !$0.kind.isOwner })
  }

  /// The owner slots of the root that is taken into use: one for a secret, those of age encrypted anew to
  /// their recipients, and one for a new recovery code.
  ///
  /// - Throws: ``AgeError/crypto(_:)`` with ``CryptoError/needsOwner``, ``CryptoError/malformed`` for a
  ///   recovery code, which is made here, or ``CryptoError/rotationPending`` if no root is taken into use.
  package func ownerSlotsOfNewRoot(
    _ secret: borrowing UnlockSecret, chain: KeyChain,
    passphraseLogN: UInt8 = Self.passphraseLogN
  ) throws(AgeError) -> NewOwnerSlots {
    var slots: [KeyringSlot] = []
    let new = try payloadOfNewRoot(secret, chain)
    let first = new.number
    // Whoever brings an identity of age opens the slot that is made for its recipient.
    if secret.ownerKind != .age {
      slots.append(
        try slot(secret.ownerKind, first, new.payload, secret, logN: passphraseLogN))
    }
    for old in self.slots where old.kind == .age {
      let secret = try AgeError.inCrypto { () throws(CryptoError) in
        try SecretBytes.random(count: KeyFile.secretSize)
      }
      let text = try AgeError.inCrypto { () throws(CryptoError) in try KeyFile.text(of: secret) }
      let attachment = try AgeAttachment(text, to: old.recipients).encoded
      slots.append(
        try slot(
          .age, first + UInt32(slots.count), new.payload, .keyFile(secret), attachment: attachment))
    }
    let code = try AgeError.inCrypto { () throws(CryptoError) in try Self.newRecoveryCode() }
    let copy = try AgeError.inCrypto { () throws(CryptoError) in try code.copy() }
    slots.append(
      try slot(.recoveryCode, first + UInt32(slots.count), new.payload, .recoveryCode(copy)))
    return NewOwnerSlots(slots: slots, recoveryCode: code)
  }

  /// The new root, and the first number that no slot has.
  private func payloadOfNewRoot(
    _ secret: borrowing UnlockSecret, _ chain: KeyChain
  ) throws(AgeError) -> NewRootPayload {
    do throws(CryptoError) {
      guard secret.isKept else { throw .malformed }
      let content = try authentic(to: chain)
      guard let root = try content.pendingRoot(of: chain)?.keys.root else {
        throw .rotationPending
      }
      let number = try content.nextNumber()
      guard number < .max - UInt32(content.slots.count) - 2 else { throw .tooLarge }
      let payload = try unsafe root.withBytes { bytes throws(CryptoError) in
        try unsafe SecretBytes(copying: bytes)
      }
      return NewRootPayload(payload: payload, number: number)
    } catch { throw .crypto(error) }
  }

  private func slot(
    _ kind: SlotKind, _ number: UInt32, _ payload: borrowing SecretBytes,
    _ secret: borrowing UnlockSecret, logN: UInt8 = 0, attachment: [UInt8] = []
  ) throws(AgeError) -> KeyringSlot {
    do throws(CryptoError) {
      return try KeyringSlot.make(
        kind, number: number, purposes: [], payload: payload, secret: secret, logN: logN,
        attachment: attachment, vault: vault)
    } catch { throw .crypto(error) }
  }

  /// Turns to the new root: `slots` alone hold it, it makes a new log key, and it seals the roots before.
  ///
  /// - Returns: nil unless a root is taken into use and everything was rewritten; and the slots that are no
  ///   more, but for those of age, which have a successor each.
  package func turningToNewRoot(
    _ slots: [KeyringSlot], chain: KeyChain
  ) throws(CryptoError) -> (keyring: Keyring, dropped: [KeyringSlot])? {
    guard let present = chain.roots.root else { throw .needsOwner }
    let content = try authentic(to: chain)
    guard !isRewrapping, !isRenewingPages, let pending = try content.pendingRoot(of: chain),
      let root = pending.keys.root
    else { return nil }
    var retired: [KeyringRoot] = []
    for old in content.roots where old.state == .old {
      retired.append(
        try .seal(
          old.open(under: present, vault: vault), number: old.number, state: .old, under: root,
          vault: vault))
    }
    retired.append(
      try .seal(present, number: content.rootNumber, state: .old, under: root, vault: vault))
    guard let last = content.logKeys.map(\.number).max(), last < .max else { throw .tooLarge }
    let logKey = LogKey(
      number: last + 1, root: pending.number, state: .current,
      publicKey: try Ed25519Signature.publicKey(
        of: pending.keys.signatureSeed(number: last + 1, vault: vault)))
    let keyring = try content.changed(by: pending.keys) { content in
      content.slots = slots
      content.rootNumber = pending.number
      content.roots = retired.sorted { $0.number < $1.number }
      content.purposeGenerations = []
      for index in content.logKeys.indices { content.logKeys[index].state = .old }
      content.logKeys.append(logKey)
    }
    return (keyring, content.slots.filter { $0.kind != .age })
  }
}

/// The owner slots of a new root; the recovery code is shown once and kept nowhere.
package struct NewOwnerSlots: ~Copyable, Sendable {
  /// For the keyring.
  package let slots: [KeyringSlot]
  /// 26 ASCII characters.
  package let recoveryCode: SecretBytes
}

/// The new root, and the first number that no slot has.
private struct NewRootPayload: ~Copyable {
  let payload: SecretBytes
  let number: UInt32
}

extension KeyringContent {
  /// The root that is taken into use, by the chain of an owner who has adopted this keyring.
  fileprivate func pendingRoot(
    of chain: KeyChain
  ) throws(CryptoError) -> (number: UInt32, keys: RootKeys)? {
    guard let pending = roots.first(where: { $0.state == .pending }),
      let present = chain.roots.root
    else { return nil }
    let root = try pending.open(under: present, vault: vault)
    return (
      pending.number, try RootKeys(root: root, vault: vault).keepingFirst(chain.roots)
    )
  }
}
