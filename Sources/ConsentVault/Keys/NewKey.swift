package import VaultCrypto

/// What a new owner slot is to be opened with: where the secret comes from or goes to, never the secret
/// itself.
public struct NewKey: Sendable {
  enum Way: Sendable {
    case keyFile(String)
    case recoveryCode(@Sendable (RawSpan) -> Void)
    case age([AgeRecipient], String?)
    case brought(SlotKind, KeyOutput?, @Sendable () throws -> UnlockSecret)
  }

  let way: Way

  private init(_ way: Way) { self.way = way }

  /// A new key file, made with the slot.
  ///
  /// - Parameter path: where it goes, mode 0600; never over another file.
  /// - Returns: what ``Vault/addKey(_:)`` takes.
  public static func keyFile(to path: String) -> NewKey { NewKey(.keyFile(path)) }

  /// The passphrase on the first line of a file of mode 0600.
  public static func passphraseFile(_ path: String) -> NewKey {
    brought(as: .passphrase) { .passphrase(try KeyFile.passphrase(path)) }
  }

  /// A new recovery code.
  ///
  /// - Parameter keep: gets its 26 ASCII characters once, when the slot is there.
  /// - Returns: what ``Vault/addKey(_:)`` takes.
  public static func recoveryCode(keep: @escaping @Sendable (RawSpan) -> Void) -> NewKey {
    NewKey(.recoveryCode(keep))
  }

  /// A new secret that only the holders of age identities can read; the vault keeps the age file.
  ///
  /// - Parameters:
  ///   - recipients: 1 to 16 X25519 recipients, as `age-keygen` prints them.
  ///   - path: where a copy of the age file goes, whose plaintext is the text of a key file; nil for none.
  /// - Returns: what ``Vault/addKey(_:)`` takes.
  /// - Throws: ``VaultError`` `RECIPIENT_INVALID`.
  public static func age(
    recipients: [String], to path: String? = nil
  ) throws(VaultError) -> NewKey {
    try atTheDoor {
      guard (1...AgeFile.mostRecipients).contains(recipients.count) else {
        throw recipients.isEmpty ? AgeError.recipient : .tooLarge
      }
      return NewKey(.age(try recipients.map { try AgeRecipient($0) }, path))
    }
  }

  /// A secret that the caller has or reads.
  ///
  /// - Parameters:
  ///   - kind: where it is kept.
  ///   - file: what holds it, encrypted, and where that is to be written; nil if it is elsewhere already.
  ///   - secret: the secret.
  /// - Returns: what ``Vault/addKey(_:)`` takes.
  package static func brought(
    as kind: SlotKind, writing file: (path: String, bytes: [UInt8])? = nil,
    _ secret: @escaping @Sendable () throws -> UnlockSecret
  ) -> NewKey {
    let output = file.map { KeyOutput(path: $0.path, content: .encrypted($0.bytes)) }
    return NewKey(.brought(kind, output, secret))
  }
}
