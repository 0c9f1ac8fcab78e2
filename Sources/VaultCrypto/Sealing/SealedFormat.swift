/// The frame that all sealed bytes share:
/// `01 | alg u8 (1) | number u32, in some formats | nonce 12 | ciphertext | tag 16`.
///
/// The number is an epoch or a generation. It is not in the additional data by itself: it names the
/// key, so another number means another key, and the caller compares it.
struct SealedFormat: Sendable {
  /// Version byte of every format so far.
  static let version: UInt8 = 1
  /// AES-256-GCM, the only algorithm so far.
  static let algorithm: UInt8 = 1

  /// Whether four bytes of number stand before the nonce.
  let isNumbered: Bool
  /// Whether the plaintext is padded.
  let isPadded: Bool
  /// The longest plaintext, in bytes.
  let longest: Int

  /// A value: numbered by the epoch of its category, padded, at most 1 MiB.
  static let value = SealedFormat(isNumbered: true, isPadded: true, longest: 1 << 20)
  /// A wrapped key: numbered by the generation of its wrapping key, exactly 66 bytes.
  static let wrappedKey = SealedFormat(
    isNumbered: true, isPadded: false, longest: KeyMaterial.size)
  /// State records, envelopes, subject details, private parts of leaves.
  static let record = SealedFormat(isNumbered: false, isPadded: true, longest: 1 << 20)
  /// The payload of a keyring slot.
  static let slot = SealedFormat(isNumbered: false, isPadded: false, longest: 1 << 14)

  /// Bytes before the nonce.
  var headerSize: Int { isNumbered ? 6 : 2 }
  /// Bytes around the ciphertext: 34 or 30.
  var overhead: Int { headerSize + SealingKey.nonceSize + SealingKey.tagSize }

  /// Length of the ciphertext, and of the plaintext with its padding.
  func bodySize(of count: Int) -> Int { isPadded ? Padding.length(of: count) : count }

  /// Length of all that is sealed of `count` bytes.
  func sealedCount(of count: Int) -> Int { overhead + bodySize(of: count) }

  /// Checks version, algorithm and length before any key is touched.
  ///
  /// - Returns: The number; 0 in formats without one.
  /// - Throws: ``CryptoError/newerFormat``, ``CryptoError/malformed``.
  func checkHeader(_ sealed: [UInt8]) throws(CryptoError) -> UInt32 {
    guard sealed.count >= 2, sealed[0] != 0, sealed[1] != 0 else { throw .malformed }
    guard sealed[0] == Self.version, sealed[1] == Self.algorithm else { throw .newerFormat }
    guard sealed.count >= overhead, sealed.count <= overhead + bodySize(of: longest) else {
      throw .malformed
    }
    return isNumbered ? sealed[2..<6].reduce(0) { $0 << 8 | UInt32($1) } : 0
  }
}
