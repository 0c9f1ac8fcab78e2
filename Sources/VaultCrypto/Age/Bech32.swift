/// Bech32 (BIP 173) without its limit on the length, as age spells keys: `prefix 1 data checksum`.
///
/// Upper and lower case never mix; the checksum is over the lower case.
enum Bech32 {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let checksumSize = 6

  /// The text of `bytes`, in lower case.
  static func text(_ bytes: [UInt8], prefix: String) -> String {
    var checksum = Checksum(prefix: prefix.utf8)
    var text = Array(prefix.utf8) + [UInt8(ascii: "1")]
    var (bits, held) = (UInt32(0), 0)
    func append(_ digit: UInt32) {
      checksum.add(UInt8(digit & 31))
      text.append(alphabet[Int(digit & 31)])
    }
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      held += 8
      while held >= 5 {
        held -= 5
        append(bits >> UInt32(held))
      }
    }
    if held > 0 { append(bits << UInt32(5 - held)) }
    for digit in checksum.digits { text.append(alphabet[Int(digit)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a text of exactly as many bytes as `output` has, straight into it: the text may be a secret.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - prefix: As it must stand there; its case is the case of the whole text.
  ///   - output: Gets the bytes.
  /// - Returns: Whether it is such a text; if not, what was written to `output` is of no use.
  static func decode(
    _ text: UnsafeRawBufferPointer, prefix: String, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let head = Array(prefix.utf8) + [UInt8(ascii: "1")]
    let digitCount = (8 * output.count + 4) / 5
    guard text.count == head.count + digitCount + checksumSize, unsafe text.starts(with: head)
    else { return false }
    let isUpper = prefix != prefix.lowercased()
    var checksum = Checksum(prefix: prefix.lowercased().utf8)
    var (bits, held, next) = (UInt32(0), 0, 0)
    for index in head.count..<text.count {
      let character = unsafe text[index]
      guard let digit = value(of: character, isUpper: isUpper) else { return false }
      checksum.add(digit)
      guard index < head.count + digitCount else { continue }
      bits = bits << 5 | UInt32(digit)
      held += 5
      guard held >= 8 else { continue }
      held -= 8
      unsafe output[next] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
      next += 1
    }
    // The bits that fill up the last digit are zeros.
    return checksum.isComplete && bits & ((1 << UInt32(held)) - 1) == 0
  }

  private static func value(of character: UInt8, isUpper: Bool) -> UInt8? {
    let letters = isUpper ? UInt8(ascii: "A")...UInt8(ascii: "Z") : 97...122
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
    guard isDigit || letters.contains(character) else { return nil }
    let lower = isUpper && !isDigit ? character + 32 : character
    return alphabet.firstIndex(of: lower).map { UInt8($0) }
  }

  /// The BCH code of BIP 173.
  private struct Checksum {
    private static let generator: [UInt32] = [
      0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
    ]
    private var state: UInt32 = 1

    init(prefix: some Collection<UInt8>) {
      for byte in prefix { add(byte >> 5) }
      add(0)
      for byte in prefix { add(byte & 31) }
    }

    mutating func add(_ digit: UInt8) {
      let top = state >> 25
      state = (state & 0x1ff_ffff) << 5 ^ UInt32(digit)
      for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { state ^= Self.generator[bit] }
    }

    /// Whether what was added ends in its checksum.
    var isComplete: Bool { state == 1 }

    /// The checksum of what was added.
    var digits: [UInt8] {
      var end = self
      for _ in 0..<checksumSize { end.add(0) }
      let code = end.state ^ 1
      return (0..<checksumSize).map { UInt8(code >> UInt32(5 * (checksumSize - 1 - $0)) & 31) }
    }
  }
}
