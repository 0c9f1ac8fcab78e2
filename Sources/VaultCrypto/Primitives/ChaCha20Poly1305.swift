internal import CVaultCrypto

/// The AEAD of age files (RFC 8439), without additional data.
///
/// A key seals one message only, so its nonce is a constant of the format.
enum ChaCha20Poly1305 {
  static let nonceSize = 12
  static let tagSize = 16

  /// Ciphertext and tag.
  static func seal(
    _ plain: borrowing SecretBytes, key: borrowing SecretBytes, nonce: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard key.count == KeyMaterial.size, nonce.count == nonceSize else { throw .malformed }
    var sealed = [UInt8](repeating: 0, count: plain.count + tagSize)
    let code = unsafe key.withBytes { key in
      unsafe plain.withBytes { plain in
        unsafe cvc_chacha20_seal(
          key.baseAddress, nonce, nil, 0, plain.baseAddress, plain.count, &sealed)
      }
    }
    guard code == CVC_OK else { throw .unavailable("ChaCha20-Poly1305") }
    return sealed
  }

  /// The plaintext; nil if the tag does not fit.
  static func open(
    _ sealed: [UInt8], key: borrowing SecretBytes, nonce: [UInt8]
  ) throws(CryptoError) -> SecretBytes? {
    guard key.count == KeyMaterial.size, nonce.count == nonceSize else { throw .malformed }
    guard sealed.count >= tagSize else { return nil }
    var plain = try SecretBytes(count: sealed.count - tagSize)
    let code = unsafe plain.withMutableBytes { output in
      unsafe key.withBytes { key in
        unsafe cvc_chacha20_open(
          key.baseAddress, nonce, nil, 0, sealed, sealed.count, output.baseAddress)
      }
    }
    switch code {
    case CVC_OK: return plain
    case CVC_REFUSED: return nil
    default: throw .unavailable("ChaCha20-Poly1305")
    }
  }
}
