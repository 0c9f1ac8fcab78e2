internal import Synchronization
package import VaultModel

/// Derives and names every key of an unlocked vault.
///
/// Nothing else does.
///
/// An owner's chain derives all of them from the vault root key; a purpose chain holds the keys of its
/// purposes and the common ones, and answers ``CryptoError/needsOwner`` to everything else.
package final class KeyChain: Sendable {
  /// The vault's random id, part of every derivation.
  package let vault: Identifier
  /// The generation of the keyring that this chain was unlocked from.
  package let keyringGeneration: UInt64
  /// K_log: tags and private parts of leaves that are about the vault or an unknown subject.
  package let vaultLogSecret: LogSecret

  let roots: RootKeys
  let wrapGenerations: [KeyGeneration]
  let pageGenerations: [KeyGeneration]
  let stateKey: SealingKey
  private let tagKey: MACKey
  private let policyKey: MACKey
  private let anchorKey: MACKey
  // Bounded by the names in the vault's registry and by the generations in the keyring.
  private let envelopeKeys = Mutex<[String: SealingKey]>([:])
  private let wrappingKeys = Mutex<[UInt32: SealingKey]>([:])

  init(
    roots: RootKeys, vault: Identifier, keyringGeneration: UInt64,
    wrapGenerations: [KeyGeneration], pageGenerations: [KeyGeneration]
  ) throws(CryptoError) {
    self.roots = roots
    self.vault = vault
    self.keyringGeneration = keyringGeneration
    self.wrapGenerations = wrapGenerations
    self.pageGenerations = pageGenerations
    vaultLogSecret = LogSecret(roots.log)
    stateKey = SealingKey(roots.state)
    tagKey = MACKey(roots.tag)
    anchorKey = MACKey(roots.anchor)
    policyKey = MACKey(try roots.state.expand(info: RootKeys.info("policy-key", vault)))
  }

  /// Whether an owner's slot was opened.
  package var isOwner: Bool { roots.root != nil }

  /// The purposes that a purpose slot opened, sorted; empty for an owner, who opens every purpose.
  package var purposes: [String] { roots.purposes.keys.sorted() }

  /// Whether envelopes of `purpose` can be opened.
  package func opens(purpose: String) -> Bool { isOwner || roots.purposes[purpose] != nil }

  /// The tag that finds the subject's row: the first 16 bytes of HMAC(K_tag, NFC id).
  package func tag(of subject: SubjectID) throws(CryptoError) -> Identifier {
    var message = FieldEncoder("cvault/v1/tag")
    message.append(subject.text)
    return try tagKey.tag(message)
  }

  /// Authenticates a stored policy, so that a swapped one is found.
  package func policyMAC(_ message: [UInt8]) throws(CryptoError) -> Digest {
    // The message may be longer than a field: its digest stands for it.
    var fields = FieldEncoder("cvault/v1/policy")
    fields.append(vault)
    fields.append(SHA256.digest(of: message))
    return try policyKey.code(fields)
  }

  /// Authenticates an anchor under K_anchor.
  package func anchorMAC(_ message: [UInt8]) throws(CryptoError) -> Digest {
    try anchorKey.code(Self.anchorFields(message))
  }

  /// Whether `code` authenticates an anchor, in constant time.
  func verifiesAnchor(_ code: some Collection<UInt8>, of message: [UInt8]) throws(CryptoError)
    -> Bool
  {
    try anchorKey.verifies(code, of: Self.anchorFields(message))
  }

  private static func anchorFields(_ message: [UInt8]) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/anchor")
    fields.append(message)
    return fields
  }

  /// K_env of a purpose, derived once.
  ///
  /// - Throws: ``CryptoError/needsOwner`` if this chain is for other purposes.
  func envelopeKey(_ purpose: String) throws(CryptoError) -> SealingKey {
    try envelopeKeys.withLock { keys throws(CryptoError) in
      if let kept = keys[purpose] { return kept }
      let root = try roots.purposeRoot(purpose, vault: vault)
      let key = SealingKey(try root.derive(info: RootKeys.info("envelope-key", vault)))
      keys[purpose] = key
      return key
    }
  }

  /// K_wrap of a generation, derived once.
  ///
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/authenticationFailed`` for a generation that
  ///   the keyring does not hold, which a forged or long-dead row names.
  func wrappingKey(_ number: UInt32) throws(CryptoError) -> SealingKey {
    guard isOwner else { throw .needsOwner }
    guard let generation = wrapGenerations.first(where: { $0.number == number }) else {
      throw .authenticationFailed
    }
    return try wrappingKeys.withLock { keys throws(CryptoError) in
      if let kept = keys[number] { return kept }
      let key = try roots.wrapping(generation, vault: vault)
      keys[number] = key
      return key
    }
  }
}
