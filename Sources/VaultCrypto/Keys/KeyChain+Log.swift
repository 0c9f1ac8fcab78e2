extension KeyChain {
  /// The public half of the log key, 32 bytes (Ed25519, RFC 8032).
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain; the keyring tells it to anybody.
  package var logPublicKey: [UInt8] {
    get throws(CryptoError) {
      try LogSignature.publicKey(of: roots.signatureSeed(vault: vault))
    }
  }

  /// Signs a checkpoint of the log: 64 bytes.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain.
  package func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    try LogSignature.sign(message, with: roots.signatureSeed(vault: vault))
  }
}
