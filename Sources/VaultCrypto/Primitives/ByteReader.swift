package import VaultModel

/// Reads fixed and length-prefixed fields from bytes that nobody has checked yet.
///
/// Every function answers nil, and moves nowhere, if not enough bytes are left; nothing is allocated
/// before its length was compared with what is there.
package struct ByteReader: Sendable {
  private let bytes: [UInt8]

  /// How many bytes were read.
  package private(set) var position = 0

  /// Starts at the first byte.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many bytes are left.
  package var remaining: Int { bytes.count - position }

  /// Whether nothing is left.
  package var isAtEnd: Bool { remaining == 0 }

  /// The next `count` bytes.
  package mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  // Not generic: callers in other modules would get no specialised copies, and every pin of a state record
  // is read by these.

  /// One byte.
  package mutating func number(_ type: UInt8.Type = UInt8.self) -> UInt8? {
    word(1).map { UInt8(truncatingIfNeeded: $0) }
  }

  /// Two bytes, big-endian.
  package mutating func number(_ type: UInt16.Type = UInt16.self) -> UInt16? {
    word(2).map { UInt16(truncatingIfNeeded: $0) }
  }

  /// Four bytes, big-endian.
  package mutating func number(_ type: UInt32.Type = UInt32.self) -> UInt32? {
    word(4).map { UInt32(truncatingIfNeeded: $0) }
  }

  /// Eight bytes, big-endian.
  package mutating func number(_ type: UInt64.Type = UInt64.self) -> UInt64? { long() }

  private mutating func long() -> UInt64? {
    guard remaining >= 8 else { return nil }
    defer { position += 8 }
    // In one piece: most of a state record is ids and digests.
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
  }

  private mutating func word(_ size: Int) -> UInt64? {
    guard size <= remaining else { return nil }
    var word: UInt64 = 0
    for index in position..<position + size { word = word << 8 | UInt64(bytes[index]) }
    position += size
    return word
  }

  /// Bytes behind a length of two bytes.
  package mutating func prefixed() -> ArraySlice<UInt8>? {
    let start = position
    guard let count = word(2), let field = take(Int(count)) else {
      position = start
      return nil
    }
    return field
  }

  /// Text behind a length of two bytes; nil if it is not UTF-8.
  package mutating func text() -> String? {
    let start = position
    guard let field = prefixed(), let text = String(validating: field, as: UTF8.self) else {
      position = start
      return nil
    }
    return text
  }

  /// 16 bytes.
  package mutating func identifier() -> Identifier? {
    guard remaining >= 16, let high = long(), let low = long() else {
      return nil
    }
    return Identifier(high: high, low: low)
  }

  /// 32 bytes.
  package mutating func digest() -> Digest? {
    guard remaining >= 32, let first = long(), let second = long(), let third = long(),
      let fourth = long()
    else { return nil }
    return Digest(words: (first, second, third, fourth))
  }

  /// Eight bytes of milliseconds within the range of ``Timestamp``.
  package mutating func timestamp() -> Timestamp? {
    long().flatMap { Int64(exactly: $0) }.flatMap { Timestamp(milliseconds: $0) }
  }
}
