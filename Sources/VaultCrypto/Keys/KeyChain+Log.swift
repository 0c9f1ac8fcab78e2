extension KeyChain {
  /// The public half of the log key that signs now, 32 bytes (Ed25519, RFC 8032).
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain; the keyring tells it to anybody.
  package var logPublicKey: [UInt8] {
    get throws(CryptoError) { try Ed25519Signature.publicKey(of: logSeed(logKeyNumber)) }
  }

  /// The number of the log key that signs now.
  package var logKeyNumber: UInt32 {
    // INVARIANT: a keyring of version 2 without exactly one current log key is refused; version 1 has
    // one key, which is the first.
    generations.logKeys.first { $0.state == .current }?.number ?? 1
  }

  /// The log keys, the oldest first.
  package var logKeys: [LogKey] { generations.logKeys }

  /// Signs a checkpoint of the log: 64 bytes.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain.
  package func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    try sign(message, with: logKeyNumber)
  }

  /// Signs by the log key of a number, an old one too: a hand-over is signed by both.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain; ``CryptoError/wrongKey`` if the
  ///   keyring has no such log key.
  package func sign(_ message: [UInt8], with number: UInt32) throws(CryptoError) -> [UInt8] {
    try Ed25519Signature.sign(message, with: logSeed(number))
  }

  /// K_log of each root, the present one first: leaves of nobody in particular were sealed under the
  /// one of their time.
  package var vaultLogSecrets: [LogSecret] {
    let others = generations.otherRoots.sorted { $0.key > $1.key }.map { LogSecret($0.value.log) }
    return [vaultLogSecret] + others
  }

  /// Whether every leaf about the vault opens: a purpose slot holds K_log of the present root alone.
  package var opensWholeLog: Bool { isOwner || generations.rootNumber == 1 }

  private func logSeed(_ number: UInt32) throws(CryptoError) -> KeyMaterial {
    guard isOwner else { throw .needsOwner }
    let now = generations
    guard let key = now.logKeys.first(where: { $0.number == number }) else { throw .wrongKey }
    return try keys(ofRoot: key.root, in: now).signatureSeed(number: number, vault: vault)
  }
}
