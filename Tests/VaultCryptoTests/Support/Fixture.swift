import VaultModel

@testable import VaultCrypto

/// The vault of ``FormatVectors``.
enum Fixture {
  static let vault = identifier(from: 0xe0)
  static let subject = identifier(from: 0xd0)
  static let time = timestamp(1_767_225_600_000)

  static func identifier(from first: UInt8) -> Identifier {
    guard let identifier = Identifier(bytes: counting(from: first, 16)) else {
      fatalError("16 bytes are an identifier")
    }
    return identifier
  }

  static func timestamp(_ milliseconds: Int64) -> Timestamp {
    guard let time = Timestamp(milliseconds: milliseconds) else { fatalError("out of range") }
    return time
  }

  /// The keyring file: two equal halves.
  static var keyringFile: [UInt8] { keyringHalf + keyringHalf }

  static var keyringHalf: [UInt8] {
    let used = FormatVectors.keyring
    return used + [UInt8](repeating: 0, count: KeyringContent.halfSize - used.count)
  }

  /// The secret of a key file whose bytes count up from `first`.
  static func keyFile(from first: UInt8 = 0x20) throws(CryptoError) -> UnlockSecret {
    .keyFile(try SecretBytes(copying: counting(from: first, 32)))
  }

  static func owner() throws(CryptoError) -> KeyChain {
    try Keyring(bytes: keyringFile).unlock(with: keyFile())
  }

  /// The chain of the purpose key: `newsletter` and `billing.invoice`.
  static func purposeHolder() throws(CryptoError) -> KeyChain {
    try Keyring(bytes: keyringFile).unlock(with: keyFile(from: 0x40))
  }

  /// The place of the sealed values among the vectors.
  static func place(
    vault: Identifier = vault, subject: Identifier = subject, category: String = "contact.email",
    key: String = "work", origin: String = "volunteered", collectedAt: Timestamp = time,
    version: UInt32 = 3
  ) -> ValuePlace {
    ValuePlace(
      vault: vault, subject: subject, category: category, key: key, origin: origin,
      collectedAt: collectedAt, version: version)
  }
}

extension SecretBytes {
  /// A copy for comparison in a test.
  var array: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}
