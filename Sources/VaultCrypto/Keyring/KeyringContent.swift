internal import VaultModel

/// What one half of the keyring says.
struct KeyringContent: Hashable, Sendable {
  /// The layout of the half; 1 is read and carried over, 2 is written.
  var version = Self.newestVersion
  let vault: Identifier
  var generation: UInt64
  var slots: [KeyringSlot]
  var wrapGenerations: [KeyGeneration]
  var pageGenerations: [KeyGeneration]
  var logKeys: [LogKey]
  /// Sorted by label and number; a purpose without one has the unsalted root of ``rootNumber``.
  var purposeGenerations: [PurposeGeneration] = []
  /// The number of the root key that owner slots hold; ``roots`` has the others, ascending.
  var rootNumber: UInt32 = 1
  var roots: [KeyringRoot] = []
  /// HMAC under K_ring; empty until ``sealed(by:)``.
  var code: [UInt8] = []

  /// The message that K_ring authenticates.
  private var message: FieldEncoder {
    get throws(CryptoError) {
      var fields = FieldEncoder("cvault/v1/keyring")
      fields.append(try body())
      return fields
    }
  }

  /// With its code; for owners.
  func sealed(by roots: RootKeys) throws(CryptoError) -> KeyringContent {
    var content = self
    content.code = try roots.ring(vault: vault).code(message).bytes
    return content
  }

  /// Whether the code fits.
  ///
  /// Only owners can tell: a purpose slot does not hold K_ring, and its holder
  /// relies on the slot's own AEAD.
  func isAuthentic(to roots: RootKeys) throws(CryptoError) -> Bool {
    try roots.ring(vault: vault).verifies(code, of: message)
  }

  /// Opens the first slot that fits the secret.
  ///
  /// - Throws: ``CryptoError/wrongKey`` if none does; ``CryptoError/keyringDamaged`` if one does and
  ///   the keyring is not what an owner wrote.
  func unlock(with secret: borrowing UnlockSecret) throws(CryptoError) -> KeyChain {
    let kinds = secret.kinds
    for slot in slots where kinds.contains(slot.kind) {
      guard let payload = try slot.open(secret, vault: vault) else { continue }
      let material = try KeyMaterial(payload)
      let roots =
        slot.kind.isOwner
        ? try RootKeys(root: material, vault: vault)
        : try RootKeys(payload: material, purposes: slot.purposes, vault: vault)
      if slot.kind.isOwner {
        guard try isAuthentic(to: roots) else { throw .keyringDamaged }
      }
      return try KeyChain(roots: roots, slot: slot, content: self)
    }
    throw .wrongKey
  }
}
