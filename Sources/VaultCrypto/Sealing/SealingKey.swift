internal import CVaultCrypto

/// An AES-256-GCM key.
///
/// Every seal takes a fresh nonce of 12 bytes from getrandom(2), so one key may seal 2^32 times
/// before two nonces repeat with a chance of 2^-32 (NIST SP 800-38D, section 8.3); keys of the vault
/// seal far less.
///
/// The expanded key lives for one call, or until the next of a ``SealingRun``: in a kept context it would
/// lie in ordinary memory, and its first bytes are the key. The price is 0.1 to 0.2 µs a call.
struct SealingKey: Sendable {
  /// Bytes of nonce and tag around the ciphertext.
  static let nonceSize = 12
  static let tagSize = 16

  let material: KeyMaterial

  init(_ material: KeyMaterial) { self.material = material }

  /// The same key outside the secure heap, masked.
  func masked() throws(CryptoError) -> SealingKey { SealingKey(try material.masking()) }

  /// Encrypts `count` bytes in place at `bytes` and writes the tag behind them.
  func seal(
    _ bytes: UnsafeMutableRawPointer, count: Int, nonce: UnsafeRawPointer, context aad: [UInt8]
  ) throws(CryptoError) {
    let code = unsafe material.withBytes { key in
      unsafe cvc_aead_seal(key.baseAddress, nonce, aad, aad.count, bytes, count, bytes)
    }
    guard code == CVC_OK else { throw .unavailable("AES-256-GCM") }
  }

  /// Decrypts ciphertext and tag at `sealed` to `output`, which has room for the plaintext.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if the tag does not fit.
  func open(
    _ sealed: UnsafeRawBufferPointer, nonce: UnsafeRawPointer, context aad: [UInt8],
    into output: UnsafeMutableRawPointer
  ) throws(CryptoError) {
    let code = unsafe material.withBytes { key in
      unsafe cvc_aead_open(
        key.baseAddress, nonce, aad, aad.count, sealed.baseAddress, sealed.count, output)
    }
    switch code {
    case CVC_OK: return
    case CVC_REFUSED: throw .authenticationFailed
    default: throw .unavailable("AES-256-GCM")
    }
  }
}
