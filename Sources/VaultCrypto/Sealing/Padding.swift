/// Hides the exact length of what is sealed: `80`, then zeros, up to one of few lengths.
enum Padding {
  /// The padded length of `count` bytes: a multiple of 32 up to 256, and from there on PADMÉ, which
  /// adds 12 % at most (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019).
  static func length(of count: Int) -> Int {
    let marked = count + 1
    guard marked > 256 else { return (marked + 31) / 32 * 32 }
    // PADMÉ: of a length with exponent E, all but the highest log2(E) + 1 bits become zero, upwards.
    let exponent = Int.bitWidth - 1 - marked.leadingZeroBitCount
    let kept = Int.bitWidth - exponent.leadingZeroBitCount
    let mask = 1 << max(0, exponent - kept) - 1
    return (marked + mask) & ~mask
  }

  /// The count of the bytes before the padding.
  ///
  /// - Throws: ``CryptoError/malformed`` for anything but the one padding that ``length(of:)`` gives.
  static func unpaddedCount(of bytes: UnsafeRawBufferPointer) throws(CryptoError) -> Int {
    var end = bytes.count
    // Eight zeros at a time: nearly all of the padding.
    while end >= 8,
      unsafe bytes.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0
    { end -= 8 }
    while end > 0, unsafe bytes[end - 1] == 0 { end -= 1 }
    guard end > 0, unsafe bytes[end - 1] == 0x80, length(of: end - 1) == bytes.count else {
      throw .malformed
    }
    return end - 1
  }
}
