internal import CVaultCrypto

/// Key agreement on Curve25519 (RFC 7748), for age files.
enum X25519 {
  /// Bytes of a secret, of a public key and of what two sides agree on.
  static let size = 32

  /// The public key of a secret of 32 bytes.
  static func publicKey(of secret: UnsafeRawBufferPointer) throws(CryptoError) -> [UInt8] {
    guard secret.count == size else { throw .malformed }
    var key = [UInt8](repeating: 0, count: size)
    guard unsafe cvc_x25519_public(secret.baseAddress, &key) == CVC_OK else {
      throw .unavailable("X25519")
    }
    return key
  }

  /// What the holders of `secret` and of `publicKey` agree on; nil for a public key of low order, with
  /// which everybody would.
  static func shared(
    _ secret: UnsafeRawBufferPointer, with publicKey: [UInt8]
  ) throws(CryptoError) -> SecretBytes? {
    guard secret.count == size, publicKey.count == size else { throw .malformed }
    var shared = try SecretBytes(count: size)
    let code = unsafe shared.withMutableBytes { output in
      unsafe cvc_x25519_shared(secret.baseAddress, publicKey, output.baseAddress)
    }
    switch code {
    case CVC_OK: return shared
    case CVC_REFUSED: return nil
    default: throw .unavailable("X25519")
    }
  }
}
