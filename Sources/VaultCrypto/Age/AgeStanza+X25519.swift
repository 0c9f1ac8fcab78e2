import VaultModel

/// The stanza of an X25519 recipient: `-> X25519 share`, and the file key sealed for it.
extension AgeStanza {
  static let x25519 = "X25519"
  private static let label = "age-encryption.org/v1/X25519"
  /// The wrapping key is new in each stanza.
  private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceSize)

  /// Seals the file key for a recipient, under a share of its own.
  init(for recipient: AgeRecipient, fileKey: borrowing SecretBytes) throws(AgeError) {
    let secret = try AgeError.inCrypto { () throws(CryptoError) in
      try SecretBytes.random(count: X25519.size)
    }
    let share = try unsafe secret.withBytes { secret throws(AgeError) in
      try AgeError.inCrypto { () throws(CryptoError) in try unsafe X25519.publicKey(of: secret) }
    }
    let key = try unsafe secret.withBytes { secret throws(AgeError) in
      try unsafe Self.wrappingKey(
        secret, with: recipient.publicKey, share: share, recipient: recipient.publicKey)
    }
    // Nobody's key agrees on what everybody knows.
    guard let key else { throw .recipient }
    let body = try AgeError.inCrypto { () throws(CryptoError) in
      try ChaCha20Poly1305.seal(fileKey, key: key, nonce: Self.nonce)
    }
    self.init(arguments: [Self.x25519, Base64.unpadded(share)], body: body)
  }

  /// The share of a stanza that is spelled as it must be.
  ///
  /// - Throws: ``AgeError/header`` for a wrong number of arguments, a share or a body of another length.
  func share() throws(AgeError) -> [UInt8] {
    guard arguments.count == 2,
      let share = Base64.bytes(unpadded: Array(arguments[1].utf8)),
      share.count == X25519.size,
      body.count == AgeFile.fileKeySize + ChaCha20Poly1305.tagSize
    else { throw .header }
    return share
  }

  /// The file key; nil if the stanza is for another recipient.
  ///
  /// - Throws: ``AgeError/lowOrder``; ``AgeError/header`` as ``share()``.
  func fileKey(_ secret: UnsafeRawBufferPointer) throws(AgeError) -> SecretBytes? {
    let share = try share()
    let recipient = try AgeError.inCrypto { () throws(CryptoError) in
      try unsafe X25519.publicKey(of: secret)
    }
    guard
      let key = try unsafe Self.wrappingKey(
        secret, with: share, share: share, recipient: recipient)
    else { throw .lowOrder }
    return try AgeError.inCrypto { () throws(CryptoError) in
      try ChaCha20Poly1305.open(body, key: key, nonce: Self.nonce)
    }
  }

  /// The key that the two sides agree on, bound to both public keys; nil for a point of low order.
  private static func wrappingKey(
    _ secret: UnsafeRawBufferPointer, with publicKey: [UInt8], share: [UInt8],
    recipient: [UInt8]
  ) throws(AgeError) -> SecretBytes? {
    let shared = try AgeError.inCrypto { () throws(CryptoError) in
      try unsafe X25519.shared(secret, with: publicKey)
    }
    guard let shared else { return nil }
    return try AgeFile.key(from: shared, salt: share + recipient, label)
  }
}
