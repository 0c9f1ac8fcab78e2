import VaultCrypto
import VaultLedger
import VaultModel

/// The bytes behind hexadecimal digits; white space is skipped.
func hex(_ text: String) -> [UInt8] {
  guard let bytes = Hexadecimal.bytes(text.filter { !$0.isWhitespace }) else {
    fatalError("a vector is not hexadecimal")
  }
  return bytes
}

/// The digest that 64 hexadecimal digits stand for.
func digest(_ text: String) -> Digest {
  guard let digest = Digest(bytes: hex(text)) else { fatalError("a digest has 32 bytes") }
  return digest
}

/// 32 ascending bytes.
func digest(from first: UInt8) -> Digest {
  guard let digest = Digest(bytes: (0..<32).map { first + $0 }) else {
    fatalError("32 bytes are a digest")
  }
  return digest
}

func identifier(from first: UInt8) -> Identifier {
  guard let identifier = Identifier(bytes: (0..<16).map { first + $0 }) else {
    fatalError("16 bytes are an identifier")
  }
  return identifier
}

func timestamp(_ milliseconds: Int64) -> Timestamp {
  guard let time = Timestamp(milliseconds: milliseconds) else { fatalError("out of range") }
  return time
}

/// The leaves `leaf 0`, `leaf 1`, … of the vectors made with Go.
func numberedLeaves(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("leaf \($0)".utf8) } }

extension Array<UInt8> {
  /// This array with one bit of one byte flipped.
  func flipped(at index: Int) -> [UInt8] {
    var copy = self
    copy[index] ^= 1
    return copy
  }
}
