internal import VaultModel

/// What a rotation gives a new generation of.
package enum RotatingKey: Hashable, Sendable {
  /// K_wrap, which wraps the keys of subjects.
  case wrap
  /// K_page, which seals the pages of the database.
  case page
  /// RK_p, which seals the envelopes of a purpose.
  case purpose(String)
}

// A rotation is two writes of the keyring: one that adds a pending generation, under which everything is
// sealed from then on, and, once nothing is left under the older ones, one that takes those away. A crash
// between the two leaves a keyring that opens both.
extension Keyring {
  /// The pending generation of a key, and which keys of purposes go because they open what is replaced.
  package struct Begun: Sendable {
    /// To be written.
    package let keyring: Keyring
    /// The number of the new generation.
    package let number: UInt32
    /// The slots that were taken out.
    package let dropped: [KeyringSlot]
  }

  /// Whether rows are to be rewritten before a rotation is at its end.
  package var isRewrapping: Bool {
    content.wrapGenerations.contains { $0.state == .pending }
      || content.purposeGenerations.contains { $0.generation.state == .pending }
  }

  /// Whether the pages are to be rewritten before a rotation is at its end.
  package var isRenewingPages: Bool { content.pageGenerations.contains { $0.state == .pending } }

  /// Begins a rotation.
  ///
  /// - Returns: nil if one of that key is under way: it is to be finished first.
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/tooLarge`` if the keyring is full.
  package func rotating(_ key: RotatingKey, chain: KeyChain) throws(CryptoError) -> Begun? {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    guard !content.roots.contains(where: { $0.state == .pending }) else { return nil }
    switch key {
    case .wrap:
      guard let next = try content.wrapGenerations.next(root: content.rootNumber) else {
        return nil
      }
      let keyring = try content.changed(by: chain.roots) { $0.wrapGenerations.append(next) }
      return Begun(keyring: keyring, number: next.number, dropped: [])
    case .page:
      guard let next = try content.pageGenerations.next(root: content.rootNumber) else {
        return nil
      }
      let keyring = try content.changed(by: chain.roots) { $0.pageGenerations.append(next) }
      return Begun(keyring: keyring, number: next.number, dropped: [])
    case .purpose(let purpose):
      let label = try chain.label(of: purpose)
      let own = content.purposeGenerations.filter { $0.label == label }.map(\.generation)
      guard let next = try own.next(root: content.rootNumber) else { return nil }
      let dropped = content.slots.filter { $0.purposes.contains(purpose) }
      let keyring = try content.changed(by: chain.roots) { content in
        content.purposeGenerations.append(PurposeGeneration(label: label, generation: next))
        content.purposeGenerations.sort { $0.precedes($1) }
        content.slots.removeAll { $0.purposes.contains(purpose) }
      }
      return Begun(keyring: keyring, number: next.number, dropped: dropped)
    }
  }

  /// Ends the rotations whose rows were all rewritten: what was pending is current, and the salts of the
  /// older generations are gone.
  ///
  /// - Returns: nil if none is under way.
  package func endingRewrap(chain: KeyChain) throws(CryptoError) -> Keyring? {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    let pending = content.purposeGenerations.filter { $0.generation.state == .pending }
    guard !pending.isEmpty || content.wrapGenerations.contains(where: { $0.state == .pending })
    else { return nil }
    let labels = Set(pending.map(\.label))
    return try content.changed(by: chain.roots) { content in
      content.wrapGenerations = content.wrapGenerations.ended
      content.purposeGenerations.removeAll {
        labels.contains($0.label) && $0.generation.state != .pending
      }
      for index in content.purposeGenerations.indices {
        content.purposeGenerations[index].generation.state = .current
      }
    }
  }

  /// Ends the renewal of the pages.
  ///
  /// - Returns: nil if none is under way.
  package func endingPageRenewal(chain: KeyChain) throws(CryptoError) -> Keyring? {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    guard content.pageGenerations.contains(where: { $0.state == .pending }) else { return nil }
    return try content.changed(by: chain.roots) {
      $0.pageGenerations = $0.pageGenerations.ended
    }
  }

  /// The same keyring, to be written over a half that a crash left behind: it holds salts that the newer
  /// half says are destroyed.
  ///
  /// - Returns: nil if both halves say the same.
  package func repairing(chain: KeyChain) throws(CryptoError) -> Keyring? {
    guard chain.isOwner else { throw .needsOwner }
    guard needsRepair else { return nil }
    return try authentic(to: chain).changed(by: chain.roots) { _ in }
  }

  /// Makes a new log key; the one before stays, so that what it signed can be checked and handed over.
  ///
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/tooLarge`` if the keyring is full.
  package func rotatingLogKey(
    chain: KeyChain
  ) throws(CryptoError) -> (keyring: Keyring, key: LogKey) {
    guard chain.isOwner else { throw .needsOwner }
    let content = try authentic(to: chain)
    guard let last = content.logKeys.map(\.number).max(), last < .max else { throw .tooLarge }
    let seed = try chain.roots.signatureSeed(number: last + 1, vault: vault)
    let key = LogKey(
      number: last + 1, root: content.rootNumber, state: .current,
      publicKey: try Ed25519Signature.publicKey(of: seed))
    let keyring = try content.changed(by: chain.roots) { content in
      for index in content.logKeys.indices { content.logKeys[index].state = .old }
      content.logKeys.append(key)
    }
    return (keyring, key)
  }
}

extension KeyringContent {
  /// Whether the envelopes of a purpose are to be resealed.
  func isRotating(label: Identifier) -> Bool {
    roots.contains { $0.state == .pending }
      || purposeGenerations.contains { $0.label == label && $0.generation.state == .pending }
  }
}

extension [KeyGeneration] {
  /// The generation that a rotation leads to; nil while one is under way.
  func next(root: UInt32) throws(CryptoError) -> KeyGeneration? {
    guard !contains(where: { $0.state == .pending }) else { return nil }
    let last = map(\.number).max() ?? 0
    guard last < .max else { throw .tooLarge }
    return KeyGeneration(
      number: last + 1, root: root, state: .pending, salt: try Random.bytes(KeyGeneration.saltSize))
  }

  /// With the pending one current and no other, if one is pending.
  var ended: [KeyGeneration] {
    guard var pending = first(where: { $0.state == .pending }) else { return self }
    pending.state = .current
    return [pending]
  }
}
