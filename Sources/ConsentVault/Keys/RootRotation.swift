package import VaultCrypto

/// What replacing the root key did; the vault is to be opened anew.
package struct RootRotation: ~Copyable {
  /// The number of the new root.
  package let generation: UInt32
  /// Every slot that opens nothing more.
  package let dropped: [KeySlot]
  /// 26 ASCII characters, shown once.
  package let recoveryCode: SecretBytes
  /// The leaf that tells of it.
  package let leaf: UInt64
}
