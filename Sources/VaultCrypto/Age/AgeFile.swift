/// Small files in the format of age (c2sp.org/age, version 1, binary), for X25519 recipients.
///
/// What `age` encrypts, this opens, and the other way round.
package enum AgeFile {
  /// The longest file that is written or read, in bytes.
  package static let largest = 16 << 10
  /// The most recipients of one file.
  package static let mostRecipients = 16

  static let fileKeySize = 16
  private static let nonceSize = 16
  /// Chunk 0, which is the last: a payload has chunks of 64 KiB, and a file of ours is shorter.
  private static let onlyChunk = [UInt8](repeating: 0, count: 11) + [1]

  /// Encrypts a secret to 1 to 16 recipients.
  package static func encrypt(
    _ plain: borrowing SecretBytes, to recipients: [AgeRecipient]
  ) throws(AgeError) -> [UInt8] {
    guard !recipients.isEmpty else { throw .recipient }
    guard recipients.count <= mostRecipients else { throw .tooLarge }
    let fileKey = try random(fileKeySize)
    let nonce = try publicRandom(nonceSize)
    var stanzas: [AgeStanza] = []
    for recipient in recipients {
      stanzas.append(try AgeStanza(for: recipient, fileKey: fileKey))
    }
    let header = try AgeHeader(stanzas: stanzas, fileKey: fileKey)
    let key = try key(from: fileKey, salt: nonce, "payload")
    let sealed: [UInt8]
    do throws(CryptoError) {
      sealed = try ChaCha20Poly1305.seal(plain, key: key, nonce: onlyChunk)
    } catch { throw .crypto(error) }
    let file = header.encoded + nonce + sealed
    guard file.count <= largest else { throw .tooLarge }
    return file
  }

  /// Decrypts a file that one of the identities may open.
  ///
  /// Stanzas of other types are skipped; one that says X25519 must be spelled as such, whoever it is for.
  ///
  /// - Throws: ``AgeError``: what is wrong with the file; ``AgeError/anotherRecipient`` if nothing is.
  package static func decrypt(
    _ file: [UInt8], with identity: borrowing AgeIdentity
  ) throws(AgeError) -> SecretBytes {
    guard file.count <= largest else { throw .tooLarge }
    let (header, end) = try AgeHeader.read(file)
    let stanzas = header.stanzas.filter { $0.type == AgeStanza.x25519 }
    for stanza in stanzas { _ = try stanza.share() }
    // A passphrase that shares a file could be shared by whoever knows it (the specification, "scrypt").
    guard header.stanzas.count == 1 || !header.stanzas.contains(where: { $0.type == "scrypt" })
    else { throw .header }
    for stanza in stanzas {
      let fileKey = try unsafe identity.first { secret throws(AgeError) in
        try unsafe stanza.fileKey(secret)
      }
      guard let fileKey else { continue }
      try header.check(fileKey: fileKey)
      return try payload(Array(file[end...]), fileKey: fileKey)
    }
    throw .anotherRecipient
  }

  private static func payload(
    _ bytes: [UInt8], fileKey: borrowing SecretBytes
  ) throws(AgeError) -> SecretBytes {
    guard bytes.count >= nonceSize else { throw .payload }
    let key = try key(from: fileKey, salt: Array(bytes.prefix(nonceSize)), "payload")
    let plain: SecretBytes?
    do throws(CryptoError) {
      plain = try ChaCha20Poly1305.open(
        Array(bytes.dropFirst(nonceSize)), key: key, nonce: onlyChunk)
    } catch { throw .crypto(error) }
    guard let plain else { throw .payload }
    return plain
  }

  /// HKDF as the format uses it: labels are its own, not fields of ours.
  static func key(
    from secret: borrowing SecretBytes, salt: [UInt8], _ label: String
  ) throws(AgeError) -> SecretBytes {
    do throws(CryptoError) {
      return try unsafe secret.withBytes { bytes throws(CryptoError) in
        try unsafe KeyDerivation.derive(
          from: bytes, salt: salt, foreignInfo: Array(label.utf8), count: KeyMaterial.size)
      }
    } catch { throw .crypto(error) }
  }

  private static func random(_ count: Int) throws(AgeError) -> SecretBytes {
    try AgeError.inCrypto { () throws(CryptoError) in try SecretBytes.random(count: count) }
  }

  private static func publicRandom(_ count: Int) throws(AgeError) -> [UInt8] {
    try AgeError.inCrypto { () throws(CryptoError) in try Random.bytes(count) }
  }
}
