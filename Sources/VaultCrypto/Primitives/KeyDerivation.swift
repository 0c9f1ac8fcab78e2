internal import CVaultCrypto

/// HKDF-SHA-256 (RFC 5869) and scrypt (RFC 7914), results in the secure heap.
enum KeyDerivation {
  /// Extract and expand.
  static func derive(
    from key: UnsafeRawBufferPointer, salt: [UInt8] = [], info: FieldEncoder,
    count: Int = KeyMaterial.size
  ) throws(CryptoError) -> SecretBytes {
    try unsafe derive(from: key, salt: salt, foreignInfo: info.bytes, count: count)
  }

  /// Extract and expand under the bytes that another format prescribes.
  static func derive(
    from key: UnsafeRawBufferPointer, salt: [UInt8], foreignInfo info: [UInt8], count: Int
  ) throws(CryptoError) -> SecretBytes {
    try unsafe output(count, "HKDF") { output in
      unsafe cvc_hkdf(
        key.baseAddress, key.count, salt, salt.count, info, info.count, output.baseAddress,
        output.count)
    }
  }

  /// Expand alone; `key` must be uniform.
  static func expand(
    _ key: UnsafeRawBufferPointer, info: FieldEncoder, count: Int = KeyMaterial.size
  ) throws(CryptoError) -> SecretBytes {
    let info = try info.bytes
    return try unsafe output(count, "HKDF") { output in
      unsafe cvc_hkdf_expand(
        key.baseAddress, key.count, info, info.count, output.baseAddress, output.count)
    }
  }

  /// scrypt with r = 8 and p = 1.
  ///
  /// log2 of N is checked before anything is computed, since it comes from a file.
  static func scrypt(
    _ passphrase: UnsafeRawBufferPointer, salt: [UInt8], logN: UInt8
  ) throws(CryptoError) -> SecretBytes {
    guard (1...largestLogN).contains(logN) else { throw .malformed }
    return try unsafe output(KeyMaterial.size, "scrypt") { output in
      unsafe cvc_scrypt(
        passphrase.baseAddress, passphrase.count, salt, salt.count, 1 << UInt64(logN), 8, 1,
        output.baseAddress, output.count)
    }
  }

  /// N = 2^18 takes 256 MiB.
  static let largestLogN: UInt8 = 18

  private static func output(
    _ count: Int, _ primitive: String, _ fill: (UnsafeMutableRawBufferPointer) -> Int32
  ) throws(CryptoError) -> SecretBytes {
    var secret = try SecretBytes(count: count)
    switch unsafe secret.withMutableBytes(fill) {
    case CVC_OK: return secret
    case CVC_ARGUMENT: throw .malformed
    default: throw .unavailable(primitive)
    }
  }
}

extension KeyMaterial {
  /// HKDF of this key.
  func derive(salt: [UInt8] = [], info: FieldEncoder) throws(CryptoError) -> KeyMaterial {
    try KeyMaterial(
      unsafe withBytes { key throws(CryptoError) in
        try unsafe KeyDerivation.derive(from: key, salt: salt, info: info)
      })
  }

  /// HKDF-Expand of this key.
  func expand(info: FieldEncoder) throws(CryptoError) -> KeyMaterial {
    try KeyMaterial(
      unsafe withBytes { key throws(CryptoError) in
        try unsafe KeyDerivation.expand(key, info: info)
      })
  }
}
