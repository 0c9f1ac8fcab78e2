import VaultModel

/// The bytes behind hexadecimal digits; white space is skipped.
func hex(_ text: String) -> [UInt8] {
  guard let bytes = Hexadecimal.bytes(text.filter { !$0.isWhitespace }) else {
    fatalError("a vector is not hexadecimal")
  }
  return bytes
}

/// `count` bytes that count up from `first`.
func counting(from first: UInt8, _ count: Int) -> [UInt8] {
  (0..<count).map { first &+ UInt8(truncatingIfNeeded: $0) }
}

extension Array<UInt8> {
  /// This array with one bit of one byte flipped.
  func flipped(at index: Int, bit: UInt8 = 0) -> [UInt8] {
    var copy = self
    copy[index] ^= 1 << bit
    return copy
  }
}
