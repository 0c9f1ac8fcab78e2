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

  /// A number of `T`'s width, at most 64 bits, big-endian.
  @inlinable package mutating func number<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type = T.self
  ) -> T? {
    word(T.bitWidth / 8).map { T(truncatingIfNeeded: $0) }
  }

  // Not generic: this is the hot part, and the readers of other modules share it.
  @usableFromInline mutating func word(_ size: Int) -> UInt64? {
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
    guard remaining >= 16, let high = word(8), let low = word(8) else {
      return nil
    }
    return Identifier(high: high, low: low)
  }

  /// 32 bytes.
  package mutating func digest() -> Digest? { take(32).flatMap { Digest(bytes: $0) } }

  /// Eight bytes of milliseconds within the range of ``Timestamp``.
  package mutating func timestamp() -> Timestamp? {
    word(8).flatMap { Int64(exactly: $0) }.flatMap { Timestamp(milliseconds: $0) }
  }
}
