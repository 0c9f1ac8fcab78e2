/// Standard base64 with padding (RFC 4648, section 4), in its one canonical spelling.
///
/// What the standard leaves to the reader is refused: white space, missing padding, bits beyond the
/// last byte. So no two texts stand for the same bytes.
package enum Base64 {
  /// The 64 digits, in the order of their values.
  package static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// Four digits for every three bytes or fewer.
  package static func string(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (word, count) = (0, 0)
    for byte in bytes {
      (word, count) = (word << 8 | Int(byte), count + 1)
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] { text.append(digits[word >> shift & 63]) }
      (word, count) = (0, 0)
    }
    if count > 0 {
      word <<= 8 * (3 - count)
      for place in 0..<4 {
        text.append(place <= count ? digits[word >> (18 - 6 * place) & 63] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes behind a canonical text; nil for anything else.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? { bytes(Array(text.utf8)) }

  /// The bytes behind a canonical text in ASCII; nil for anything else.
  package static func bytes(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let digits = text.prefix { $0 != padding }
    guard text.count - digits.count <= 2, text[digits.count...].allSatisfy({ $0 == padding })
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var (word, bits) = (0, 0)
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      word = (word << 6 | Int(value)) & 0xFFFF
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> bits))
    }
    // What is left over is less than a digit, and zero.
    guard bits < 6, word & (1 << bits - 1) == 0 else { return nil }
    return bytes
  }

  /// The six bits of a digit; nil for another character.
  package static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
