internal import VaultModel

/// Reads the lines of a text that nobody has checked yet; each ends in a newline (U+000A).
///
/// Every function answers nil for a line that is not of the form asked for.
struct LineReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// What was not read yet.
  var rest: [UInt8] { Array(bytes[position...]) }

  /// The next line without its newline; nil at the end, and for a last line that lacks it.
  mutating func line() -> ArraySlice<UInt8>? {
    guard let end = bytes[position...].firstIndex(of: SignedNote.newline) else { return nil }
    defer { position = end + 1 }
    return bytes[position..<end]
  }

  /// Takes the next line if it is exactly `text`.
  mutating func take(_ text: String) -> Bool {
    var copy = self
    guard let line = copy.line(), line.elementsEqual(text.utf8) else { return false }
    self = copy
    return true
  }

  /// What follows `label` and a space in the next line; nil, and nothing is taken, where it begins
  /// otherwise.
  mutating func field(_ label: String) -> ArraySlice<UInt8>? {
    var copy = self
    guard let line = copy.line(), line.starts(with: "\(label) ".utf8) else { return nil }
    self = copy
    return line.dropFirst(label.utf8.count + 1)
  }

  /// Lines of one hash each, up to and with an empty line; nil if there are more than `limit`.
  mutating func hashes(limit: Int) -> [Digest]? {
    var hashes: [Digest] = []
    while let line = line() {
      guard !line.isEmpty else { return hashes }
      guard hashes.count < limit, let hash = Self.digest(line) else { return nil }
      hashes.append(hash)
    }
    return nil
  }

  /// A digest in base64.
  static func digest(_ line: ArraySlice<UInt8>) -> Digest? {
    // A digest is 44 characters; nothing is allocated for more.
    guard line.count == 44 else { return nil }
    return Base64.bytes(Array(line)).flatMap { Digest(bytes: $0) }
  }

  /// A number below 2^63 in ASCII digits without leading zeros.
  static func decimal(_ line: ArraySlice<UInt8>) -> UInt64? {
    guard !line.isEmpty, line.count <= 19, line.count == 1 || line.first != UInt8(ascii: "0")
    else { return nil }
    var number: UInt64 = 0
    for digit in line {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      // 19 digits stay below 2^64.
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    return number < 1 << 63 ? number : nil
  }
}
