/// What a contender tells of bytes that it read, to be compared with what is expected.
public enum ValueDigest {
  /// FNV-1a of 64 bits over words of eight bytes: cheap, so that it weighs on nobody's figures.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var place = 0
    while place + 8 <= bytes.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      digest = (digest ^ word) &* 0x0000_0100_0000_01B3
      place += 8
    }
    while place < bytes.count {
      digest = (digest ^ UInt64(unsafe bytes[place])) &* 0x0000_0100_0000_01B3
      place += 1
    }
    return digest
  }

  /// The same of an array.
  public static func of(_ bytes: [UInt8]) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe of($0) }
  }
}
