internal import CVaultCrypto
internal import Synchronization

/// An AES-256-GCM key whose keyed context is made at the first use and then kept.
///
/// Every seal takes a fresh nonce of 12 bytes from getrandom(2), so one key may seal 2^32 times
/// before two nonces repeat with a chance of 2^-32 (NIST SP 800-38D, section 8.3); keys of the vault
/// seal far less.
final class SealingKey: Sendable {
  /// Bytes of nonce and tag around the ciphertext.
  static let nonceSize = 12
  static let tagSize = 16

  @safe
  private struct Context: ~Copyable, @unchecked Sendable {
    // @unchecked: reached under the mutex only; libcrypto's contexts take one thread at a time.
    let pointer: OpaquePointer
    deinit { unsafe cvc_aead_free(pointer) }
  }

  let material: KeyMaterial
  private let context = Mutex<Context?>(nil)

  init(_ material: KeyMaterial) { self.material = material }

  /// Encrypts `count` bytes in place at `bytes` and writes the tag behind them.
  func seal(
    _ bytes: UnsafeMutableRawPointer, count: Int, nonce: UnsafeRawPointer, context aad: [UInt8]
  ) throws(CryptoError) {
    let code = unsafe withContext { pointer in
      unsafe cvc_aead_seal(pointer, nonce, aad, aad.count, bytes, count, bytes)
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
    let code = unsafe withContext { pointer in
      unsafe cvc_aead_open(
        pointer, nonce, aad, aad.count, sealed.baseAddress, sealed.count, output)
    }
    switch code {
    case CVC_OK: return
    case CVC_REFUSED: throw .authenticationFailed
    default: throw .unavailable("AES-256-GCM")
    }
  }

  private func withContext(_ body: (OpaquePointer) -> Int32) -> Int32 {
    context.withLock { context in
      if context == nil {
        let made = unsafe material.withBytes { unsafe cvc_aead_new($0.baseAddress) }
        if let made = unsafe made { context = unsafe Context(pointer: made) }
      }
      guard let pointer = unsafe context?.pointer else { return CVC_LIBRARY }
      return unsafe body(pointer)
    }
  }
}
