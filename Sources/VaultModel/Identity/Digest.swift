/// A SHA-256 digest (FIPS 180-4): 32 bytes.
public struct Digest: Hashable, Sendable {
  /// The digest as four big-endian words.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Takes exactly 32 bytes; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var raw: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    // One copy, not a loop: callers in other modules get no specialised copy of this function, and
    // the tree makes a digest per node.
    unsafe withUnsafeMutableBytes(of: &raw) { unsafe $0.copyBytes(from: bytes) }
    words = (
      UInt64(bigEndian: raw.0), UInt64(bigEndian: raw.1), UInt64(bigEndian: raw.2),
      UInt64(bigEndian: raw.3)
    )
  }

  /// Takes the four big-endian words.
  package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// Takes exactly 32 bytes in memory; nil for any other count.
  package init?(copying bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    let word = { (index: Int) in
      unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    words = (word(0), word(1), word(2), word(3))
  }

  /// The digest of nothing in particular: 32 bytes of zero.
  package static let zero = Digest()

  private init() { words = (0, 0, 0, 0) }

  /// The 32 bytes as they lie in memory, for whoever hashes them without an array.
  package var memory: (UInt64, UInt64, UInt64, UInt64) {
    (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: memory) { unsafe Array($0) }
  }

  /// Compares in variable time: a digest is no secret.
  public static func == (a: Self, b: Self) -> Bool { a.words == b.words }

  /// Hashes the first half, which is as evenly spread as the whole.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

extension Digest: CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var description: String { Hexadecimal.string(bytes) }
}
