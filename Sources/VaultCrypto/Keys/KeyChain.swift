internal import Synchronization
package import VaultModel

/// Derives and names every key of an unlocked vault.
///
/// Nothing else does.
///
/// An owner's chain derives all of them from the vault root key; a purpose chain holds the keys of its
/// purposes and the common ones, and answers ``CryptoError/needsOwner`` to everything else.
///
/// A rotation by this or another process is taken over in place by ``adopt(_:)``; only a new root key
/// is not, because the slot that was opened does not hold it.
package final class KeyChain: Sendable {
  /// The vault's random id, part of every derivation.
  package let vault: Identifier
  /// K_log: tags and private parts of leaves that are about the vault or an unknown subject.
  package let vaultLogSecret: LogSecret

  /// Those of the root that the slot holds.
  let roots: RootKeys
  /// K_state of that root; another opens records only while a new root is taken into use.
  let stateKey: SealingKey
  /// What names the slot that was opened; a purpose key is no good once it is gone.
  private let slot: (number: UInt32, commitment: [UInt8])
  private let tagKey: MACKey
  private let labelKey: MACKey
  private let adopted: Mutex<Generations>
  /// The file in which rotations of other processes are seen; none for a chain without a vault.
  private let followed = Mutex<KeyringFile?>(nil)
  // Both caches are bounded: by the names in the vault's registry and the generations in the keyring.
  private let envelopeKeys = Mutex<[String: [SealingKey]]>([:])
  private let wrappingKeys = Mutex<[UInt32: SealingKey]>([:])

  init(roots: RootKeys, slot: KeyringSlot, content: KeyringContent) throws(CryptoError) {
    var roots = roots
    if let present = roots.root, content.rootNumber != 1 {
      guard let first = content.roots.first(where: { $0.number == 1 }) else {
        throw .keyringDamaged
      }
      let root = try first.open(under: present, vault: content.vault)
      roots = roots.keepingFirst(try RootKeys(root: root, vault: content.vault))
    }
    self.roots = roots
    vault = content.vault
    self.slot = (slot.number, slot.commitment)
    vaultLogSecret = LogSecret(roots.log)
    stateKey = SealingKey(roots.state)
    tagKey = MACKey(roots.tag)
    labelKey = MACKey(try roots.tag.expand(info: RootKeys.info("purpose-label-key", vault)))
    adopted = Mutex(try Generations(content, roots: roots))
  }

  /// The number of the slot that was opened.
  package var slotNumber: UInt32 { slot.number }

  /// Whether an owner's slot was opened.
  package var isOwner: Bool { roots.root != nil }

  /// The purposes that a purpose slot opened, sorted; empty for an owner, who opens every purpose.
  package var purposes: [String] { roots.purposes.keys.sorted() }

  /// Whether envelopes of `purpose` can be opened.
  package func opens(purpose: String) -> Bool { isOwner || roots.purposes[purpose] != nil }

  /// The generation of the keyring whose keys are in use.
  package var keyringGeneration: UInt64 { adopted.withLock { $0.keyring } }

  var generations: Generations { adopted.withLock { $0 } }

  /// Takes over the generations of a newer keyring of the same root.
  ///
  /// - Returns: false if it is the one that is in use.
  /// - Throws: ``CryptoError/keysChanged`` if it has another root key, or no longer the purpose slot
  ///   that was opened, or is older; ``CryptoError/keyringDamaged`` if no owner wrote it.
  @discardableResult
  package func adopt(_ keyring: Keyring) throws(CryptoError) -> Bool {
    let now = generations
    let content = try content(of: keyring, present: now.rootNumber)
    guard content.generation >= now.keyring else { throw .keysChanged }
    guard content.generation > now.keyring else { return false }
    let next = try Generations(content, roots: roots)
    let isNewer = adopted.withLock { generations in
      // Another thread may have been faster.
      guard next.keyring > generations.keyring else { return false }
      generations = next
      return true
    }
    // Afterwards, so that nobody derives from the old generations what is kept from now on.
    if isNewer {
      envelopeKeys.withLock { $0 = [:] }
      wrappingKeys.withLock { $0 = [:] }
    }
    return isNewer
  }

  /// Looks for rotations in this file from now on.
  package func follow(_ file: KeyringFile) { followed.withLock { $0 = file } }

  /// Takes over what another process has rotated since, if there is something.
  ///
  /// - Returns: whether there was.
  /// - Throws: As ``adopt(_:)``; ``CryptoError/keyringDamaged`` if the file cannot be read.
  @discardableResult
  package func renew() throws(CryptoError) -> Bool {
    guard let file = followed.withLock({ $0 }) else { return false }
    let bytes: [UInt8]
    do throws(KeyFileError) {
      guard try file.generation() > keyringGeneration else { return false }
      bytes = try file.bytes()
    } catch { throw .keyringDamaged }
    return try adopt(Keyring(bytes: bytes))
  }

  /// Runs `body`, and once more if it did not open and another process has rotated since.
  func renewing<R: ~Copyable>(
    _ body: () throws(CryptoError) -> R
  ) throws(CryptoError) -> R {
    do throws(CryptoError) { return try body() } catch {
      guard error == .authenticationFailed, try renew() else { throw error }
    }
    return try body()
  }

  private func content(
    of keyring: Keyring, present: UInt32
  ) throws(CryptoError) -> KeyringContent {
    guard keyring.content.vault == vault else { throw .anotherVault }
    guard keyring.content.rootNumber == present else { throw .keysChanged }
    if isOwner { return try keyring.authentic(to: self) }
    let stays = keyring.slots.contains {
      $0.number == slot.number && $0.commitment == slot.commitment
    }
    guard stays else { throw .keysChanged }
    return keyring.content
  }

  /// The tag that finds the subject's row: the first 16 bytes of HMAC(K_tag, NFC id).
  package func tag(of subject: SubjectID) throws(CryptoError) -> Identifier {
    var message = FieldEncoder("cvault/v1/tag")
    message.append(subject.text)
    return try tagKey.tag(message)
  }

  /// What stands for a purpose in the keyring.
  func label(of purpose: String) throws(CryptoError) -> Identifier {
    var message = FieldEncoder("cvault/v1/purpose-label")
    message.append(purpose)
    return try labelKey.tag(message)
  }

  /// The keys of a root; those of the one that the slot holds, of one that was replaced, or of the one
  /// that a rotation leads to.
  ///
  /// - Throws: ``CryptoError/needsOwner`` for another than the slot's, without an owner's.
  func keys(
    ofRoot number: UInt32, in generations: Generations
  ) throws(CryptoError) -> RootKeys {
    if number == generations.rootNumber { return roots }
    guard let other = generations.otherRoots[number] else {
      throw isOwner ? .keyringDamaged : .needsOwner
    }
    return other
  }

  /// The roots under which something that names none may be sealed now, the one that is written under
  /// first.
  func liveRoots() throws(CryptoError) -> [RootKeys] {
    let now = generations
    guard isOwner, let pending = now.pendingRoot else { return [roots] }
    return [try keys(ofRoot: pending, in: now), roots]
  }

  /// K_env of a purpose, derived once: the key that is written under first, then those that open what
  /// was not rewritten yet.
  ///
  /// - Throws: ``CryptoError/needsOwner`` if this chain is for other purposes.
  func envelopeKeys(_ purpose: String) throws(CryptoError) -> [SealingKey] {
    if let kept = envelopeKeys.withLock({ $0[purpose] }) { return kept }
    let now = generations
    var found: [SealingKey] = []
    for root in try purposeRoots(purpose, in: now) {
      found.append(SealingKey(try root.derive(info: RootKeys.info("envelope-key", vault))))
    }
    // What another thread adopted meanwhile must not be hidden by what came before it.
    envelopeKeys.withLock { keys in
      if adopted.withLock({ $0.keyring }) == now.keyring { keys[purpose] = found }
    }
    return found
  }

  private func purposeRoots(
    _ purpose: String, in now: Generations
  ) throws(CryptoError) -> [KeyMaterial] {
    guard isOwner else { return [try roots.purposeRoot(purpose, nil, vault: vault)] }
    let label = try label(of: purpose)
    var keys: [KeyMaterial] = []
    for number in [now.pendingRoot, now.rootNumber].compactMap(\.self) {
      let root = try self.keys(ofRoot: number, in: now)
      for generation in now.purpose(label, root: number) {
        keys.append(try root.purposeRoot(purpose, generation, vault: vault))
      }
    }
    return keys
  }

  /// Whether envelopes of some purpose are to be resealed.
  package var isRotatingPurposes: Bool {
    let now = generations
    return now.pendingRoot != nil || now.purposes.contains { $0.generation.state == .pending }
  }

  /// Whether the envelopes of `purpose` are to be resealed.
  package func isRotating(purpose: String) throws(CryptoError) -> Bool {
    let now = generations
    guard now.pendingRoot == nil else { return true }
    let label = try label(of: purpose)
    return now.purposes.contains { $0.label == label && $0.generation.state == .pending }
  }

  /// The payload of a purpose slot.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain.
  func payload(purposes names: [String]) throws(CryptoError) -> SecretBytes {
    let now = generations
    return try roots.payload(
      names.map { (name) throws(CryptoError) in try purposeRoots(name, in: now)[0] },
      hasOwnFrames: now.rootNumber == 1)
  }

  /// K_wrap of a generation, derived once.
  ///
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/authenticationFailed`` for a generation that
  ///   the keyring does not hold, which a forged or long-dead row names.
  func wrappingKey(_ number: UInt32) throws(CryptoError) -> SealingKey {
    guard isOwner else { throw .needsOwner }
    return try renewing { () throws(CryptoError) in try knownWrappingKey(number) }
  }

  private func knownWrappingKey(_ number: UInt32) throws(CryptoError) -> SealingKey {
    if let kept = wrappingKeys.withLock({ $0[number] }) { return kept }
    let now = generations
    guard let generation = now.wrap.first(where: { $0.number == number }) else {
      throw .authenticationFailed
    }
    let key = try keys(ofRoot: generation.root, in: now).wrapping(generation, vault: vault)
    wrappingKeys.withLock { keys in
      if adopted.withLock({ $0.keyring }) == now.keyring { keys[number] = key }
    }
    return key
  }
}
