/// What making a keyring yields; the recovery code is shown to the owner once and kept nowhere.
package struct NewKeyring: ~Copyable, Sendable {
  /// To be written.
  package let keyring: Keyring
  /// The owner's chain.
  package let chain: KeyChain
  /// 26 ASCII characters.
  package let recoveryCode: SecretBytes
}

/// What issuing a purpose key yields.
package struct IssuedKey: ~Copyable, Sendable {
  /// To be written.
  package let keyring: Keyring
  /// The number of the new slot.
  package let slot: UInt32
  /// 32 bytes, for ``KeyFile``.
  package let secret: SecretBytes
}
