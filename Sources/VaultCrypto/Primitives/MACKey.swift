internal import CVaultCrypto
internal import Synchronization
internal import VaultModel

/// An HMAC-SHA-256 key whose keyed context is made at the first use and then kept.
final class MACKey: Sendable {
  @safe
  private struct Context: ~Copyable, @unchecked Sendable {
    // @unchecked: reached under the mutex only; libcrypto's contexts take one thread at a time.
    let pointer: OpaquePointer
    deinit { unsafe cvc_mac_free(pointer) }
  }

  private let material: KeyMaterial
  private let context = Mutex<Context?>(nil)

  init(_ material: KeyMaterial) { self.material = material }

  /// HMAC-SHA-256 of the fields.
  func code(_ message: FieldEncoder) throws(CryptoError) -> Digest {
    guard let code = unsafe withUnsafeBytes(of: try words(message), { unsafe Digest(bytes: $0) })
    else { throw .unavailable("HMAC-SHA-256") }
    return code
  }

  /// The first 16 bytes of the code, as an identifier.
  func tag(_ message: FieldEncoder) throws(CryptoError) -> Identifier {
    let words = try words(message)
    return Identifier(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
  }

  /// HKDF-Expand of this key to 32 bytes: the first block, HMAC(key, info ‖ 01) (RFC 5869, section
  /// 2.3), in the context that is keyed already.
  func expand(info: FieldEncoder) throws(CryptoError) -> KeyMaterial {
    var message = try info.bytes
    message.append(1)
    var key = try SecretBytes(count: KeyMaterial.size)
    let done = unsafe key.withMutableBytes { output in
      unsafe compute(message, into: output.baseAddress)
    }
    guard done else { throw .unavailable("HMAC-SHA-256") }
    return try KeyMaterial(key)
  }

  /// The code as it lies in memory.
  private func words(
    _ message: FieldEncoder
  ) throws(CryptoError) -> (UInt64, UInt64, UInt64, UInt64) {
    let bytes = try message.bytes
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    guard unsafe compute(bytes, into: &words) else { throw .unavailable("HMAC-SHA-256") }
    return words
  }

  /// Writes 32 bytes to `output`.
  private func compute(_ message: [UInt8], into output: UnsafeMutableRawPointer?) -> Bool {
    context.withLock { context in
      if context == nil {
        let made = unsafe material.withBytes { unsafe cvc_mac_new($0.baseAddress, $0.count) }
        if let made = unsafe made { context = unsafe Context(pointer: made) }
      }
      guard let pointer = unsafe context?.pointer else { return false }
      return unsafe cvc_mac_compute(pointer, message, message.count, output) == CVC_OK
    }
  }

  /// Whether `code` is the code of the fields, in a time that does not depend on either.
  func verifies(_ code: some Collection<UInt8>, of message: FieldEncoder) throws(CryptoError)
    -> Bool
  {
    let (given, expected) = (Array(code), try self.code(message).bytes)
    guard given.count == expected.count else { return false }
    return unsafe cvc_equal(given, expected, expected.count) == CVC_OK
  }
}
