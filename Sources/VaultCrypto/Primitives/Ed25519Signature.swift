internal import CVaultCrypto

/// Ed25519 signatures (RFC 8032): of the log, and of policies.
package enum Ed25519Signature {
  /// Whether `signature` (64 bytes) is that of `message` under `publicKey` (32 bytes).
  ///
  /// False too for any other length.
  package static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8])
    -> Bool
  {
    guard signature.count == 64, publicKey.count == 32 else { return false }
    return unsafe cvc_ed25519_verify(publicKey, message, message.count, signature) == CVC_OK
  }

  static func publicKey(of seed: KeyMaterial) throws(CryptoError) -> [UInt8] {
    try unsafe make(32) { output in
      unsafe seed.withBytes { unsafe cvc_ed25519_public($0.baseAddress, output) }
    }
  }

  static func sign(_ message: [UInt8], with seed: KeyMaterial) throws(CryptoError) -> [UInt8] {
    try unsafe make(64) { output in
      unsafe seed.withBytes {
        unsafe cvc_ed25519_sign($0.baseAddress, message, message.count, output)
      }
    }
  }

  private static func make(
    _ count: Int, _ fill: (UnsafeMutableRawPointer?) -> Int32
  ) throws(CryptoError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let code = unsafe bytes.withUnsafeMutableBytes { unsafe fill($0.baseAddress) }
    guard code == CVC_OK else { throw .unavailable("Ed25519") }
    return bytes
  }
}
