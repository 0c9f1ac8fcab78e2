import VaultCrypto

/// A change of the keyring that is decided and not written yet.
struct KeyringDecision: Sendable {
  /// The keyring to be written.
  let keyring: Keyring
  /// The slot that is added or removed.
  let slot: KeyringSlot
  /// The file that goes out with a new slot.
  var file: KeyOutput?
  /// What is to be done once the keyring is written.
  var afterwards: (@Sendable () -> Void)?

  /// A removal.
  init(removing slot: KeyringSlot, leaving keyring: Keyring) {
    self.keyring = keyring
    self.slot = slot
  }

  /// A new slot, the last of `keyring`'s.
  private init(adding keyring: Keyring, file: KeyOutput? = nil) throws {
    guard let slot = keyring.slots.last else { throw CryptoError.keyringDamaged }
    self.keyring = keyring
    self.slot = slot
    self.file = file
  }

  /// A new owner slot.
  init(adding key: NewKey, to keyring: Keyring, chain: KeyChain) throws {
    switch key.way {
    case .keyFile(let path):
      let secret = try SharedSecret(.random(count: KeyFile.secretSize))
      try self.init(
        adding: keyring.adding(.keyFile(secret.bytes.copy()), chain: chain),
        file: KeyOutput(path: path, content: .keyFile(secret)))
    case .recoveryCode(let keep):
      let code = try SharedSecret(Keyring.newRecoveryCode())
      try self.init(adding: keyring.adding(.recoveryCode(code.bytes.copy()), chain: chain))
      afterwards = { code.bytes.withSpan(keep) }
    case .age(let recipients, let path):
      try self.init(adding: keyring.addingAgeSlot(to: recipients, chain: chain))
      if let path, let file = slot.ageFile {
        self.file = KeyOutput(path: path, content: .encrypted(file))
      }
    case .brought(let kind, let file, let secret):
      try self.init(adding: keyring.adding(secret(), as: kind, chain: chain), file: file)
    }
  }

  /// A new slot for some purposes, and its key file.
  init(issuing purposes: [String], to path: String, in keyring: Keyring, chain: KeyChain) throws {
    let issued = try keyring.addPurposeSlot(purposes: purposes, chain: chain)
    let secret = try SharedSecret(issued.secret.copy())
    try self.init(
      adding: issued.keyring, file: KeyOutput(path: path, content: .keyFile(secret)))
  }
}

/// A secret that a value may hold which is copied.
final class SharedSecret: Sendable {
  let bytes: SecretBytes

  init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}
