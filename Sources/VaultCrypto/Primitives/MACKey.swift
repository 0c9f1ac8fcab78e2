internal import CVaultCrypto
internal import VaultModel

/// An HMAC-SHA-256 key.
///
/// libcrypto's context, which holds a copy of the key in ordinary memory, lives for one call.
struct MACKey: Sendable {
  private let material: KeyMaterial

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

  /// The code as it lies in memory.
  private func words(
    _ message: FieldEncoder
  ) throws(CryptoError) -> (UInt64, UInt64, UInt64, UInt64) {
    let bytes = try message.bytes
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let code = unsafe material.withBytes { key in
      unsafe cvc_mac(key.baseAddress, key.count, bytes, bytes.count, &words)
    }
    guard code == CVC_OK else { throw .unavailable("HMAC-SHA-256") }
    return words
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
