/// What an age slot carries: whom its secret is encrypted to, and the age file that holds it as the text of
/// a key file.
///
/// `01 | count u8 | recipients, 32 bytes each | age file`. The recipients are there to be listed, and to
/// be encrypted to again; an age file itself does not name them.
struct AgeAttachment: Hashable, Sendable {
  let recipients: [AgeRecipient]
  let file: [UInt8]

  private static let version: UInt8 = 1

  /// Encrypts the text of a key file.
  init(
    _ text: borrowing SecretBytes, to recipients: [AgeRecipient]
  ) throws(AgeError) {
    file = try AgeFile.encrypt(text, to: recipients)
    self.recipients = recipients
  }

  /// Reads an attachment; the file in it is looked at when it is opened.
  init(decoding bytes: [UInt8]) throws(CryptoError) {
    var reader = ByteReader(bytes)
    guard let version = reader.number(UInt8.self) else { throw .malformed }
    guard version == Self.version else { throw .newerFormat }
    guard let count = reader.number(UInt8.self), (1...AgeFile.mostRecipients).contains(Int(count))
    else { throw .malformed }
    var recipients: [AgeRecipient] = []
    for _ in 0..<count {
      guard let key = reader.take(X25519.size) else { throw .malformed }
      recipients.append(AgeRecipient(publicKey: Array(key)))
    }
    guard let file = reader.take(reader.remaining), !file.isEmpty else { throw .malformed }
    self.recipients = recipients
    self.file = Array(file)
  }

  var encoded: [UInt8] {
    [Self.version, UInt8(recipients.count)] + recipients.flatMap(\.publicKey) + file
  }

  /// The secret in the file; nil if it is for other identities.
  func secret(_ identity: borrowing AgeIdentity) throws(AgeError) -> SecretBytes? {
    let text: SecretBytes
    do throws(AgeError) { text = try AgeFile.decrypt(file, with: identity) } catch {
      guard error == .anotherRecipient else { throw error }
      return nil
    }
    do throws(CryptoError) { return try KeyFile.secret(from: text) } catch { throw .crypto(error) }
  }
}
