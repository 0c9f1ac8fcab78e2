/// A random 128-bit identifier: of a vault, a subject inside it, a permission or a denial.
///
/// The 16 bytes are opaque. The text form is the hyphenated lower-case form of RFC 9562
/// (`8-4-4-4-12` hexadecimal digits), which is what people see as the id of a consent.
public struct Identifier: Hashable, Sendable, Comparable {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// Joins two big-endian halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes exactly 16 bytes; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    var raw: (UInt64, UInt64) = (0, 0)
    // One copy, not a loop: callers in other modules get no specialised copy of this function.
    unsafe withUnsafeMutableBytes(of: &raw) { unsafe $0.copyBytes(from: bytes) }
    self.init(high: UInt64(bigEndian: raw.0), low: UInt64(bigEndian: raw.1))
  }

  /// Takes exactly 16 bytes in memory; nil for any other count.
  package init?(copying bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    unsafe self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// Reads the text form, hyphens optional, letters of either case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    var bytes: [UInt8] = []
    var pending: UInt8?
    for character in text.utf8 where character != UInt8(ascii: "-") {
      guard let digit = Hexadecimal.value(of: character), bytes.count < 16 else { return nil }
      if let high = pending {
        bytes.append(high << 4 | digit)
        pending = nil
      } else {
        pending = digit
      }
    }
    guard pending == nil else { return nil }
    self.init(bytes: bytes)
  }

  /// The 16 bytes, big-endian.
  public var bytes: [UInt8] {
    let raw = (high.bigEndian, low.bigEndian)
    return unsafe withUnsafeBytes(of: raw) { unsafe Array($0) }
  }

  /// Orders as the 16 bytes and the text forms do.
  public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension Identifier: CustomStringConvertible {
  /// The hyphenated text form.
  public var description: String {
    var text = Hexadecimal.string(bytes)
    for offset in [20, 16, 12, 8] {
      text.insert("-", at: text.index(text.startIndex, offsetBy: offset))
    }
    return text
  }
}
