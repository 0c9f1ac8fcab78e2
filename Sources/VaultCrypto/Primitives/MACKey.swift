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
    Identifier(try words(message))
  }

  /// The same of encoded fields and a number after them, for which no list of fields is made.
  func tag(_ fields: [UInt8], _ number: UInt64) throws(CryptoError) -> Identifier {
    let size = 10
    let code = unsafe withUnsafeTemporaryAllocation(
      byteCount: fields.count + size, alignment: 8
    ) { message in
      unsafe message.copyBytes(from: fields)
      unsafe message.storeBytes(
        of: UInt16(8).bigEndian, toByteOffset: fields.count, as: UInt16.self)
      unsafe message.storeBytes(
        of: number.bigEndian, toByteOffset: fields.count + 2, as: UInt64.self)
      return unsafe words(of: UnsafeRawBufferPointer(message))
    }
    guard let code else { throw .unavailable("HMAC-SHA-256") }
    return Identifier(code)
  }

  private typealias Words = (UInt64, UInt64, UInt64, UInt64)

  /// The code as it lies in memory.
  private func words(_ message: FieldEncoder) throws(CryptoError) -> Words {
    let bytes = try message.bytes
    guard let code = unsafe bytes.withUnsafeBytes({ unsafe words(of: $0) }) else {
      throw .unavailable("HMAC-SHA-256")
    }
    return code
  }

  private func words(of message: UnsafeRawBufferPointer) -> Words? {
    var words: Words = (0, 0, 0, 0)
    let code = unsafe material.withBytes { key in
      unsafe cvc_mac(key.baseAddress, key.count, message.baseAddress, message.count, &words)
    }
    return code == CVC_OK ? words : nil
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

extension Identifier {
  fileprivate init(_ words: (UInt64, UInt64, UInt64, UInt64)) {
    self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
  }
}
