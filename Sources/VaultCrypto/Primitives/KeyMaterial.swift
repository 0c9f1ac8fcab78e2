/// 32 key bytes in the secure heap: a secret of their own, or a part of a longer one.
///
/// A reference: keys that come out of one envelope or one slot share its memory, so that taking a key
/// out of it cannot fail for want of memory.
struct KeyMaterial: Sendable {
  /// The length of every symmetric key, seed and secret of the vault.
  static let size = 32

  // A class, because a noncopyable value cannot be shared and the key lives as long as its users.
  private final class Box: Sendable {
    let secret: SecretBytes
    init(_ secret: consuming SecretBytes) { self.secret = secret }
  }

  private let box: Box
  private let offset: Int

  /// Takes over a secret of at least 32 bytes; its first 32 are the key.
  ///
  /// - Throws: ``CryptoError/malformed`` for a shorter one.
  init(_ secret: consuming SecretBytes) throws(CryptoError) {
    guard secret.count >= Self.size else { throw .malformed }
    box = Box(secret)
    offset = 0
  }

  private init(box: Box, offset: Int) {
    self.box = box
    self.offset = offset
  }

  /// Another key in the same memory, `distance` bytes further; nil if it does not lie within.
  func key(at distance: Int) -> KeyMaterial? {
    guard distance >= 0, offset + distance + Self.size <= box.secret.count else { return nil }
    return KeyMaterial(box: box, offset: offset + distance)
  }

  /// Lends the 32 bytes.
  func withBytes<R: ~Copyable, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    // INVARIANT: offset + 32 <= count, held by both initialisers' callers.
    try unsafe box.secret.withBytes { bytes throws(E) in
      try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Self.size]))
    }
  }

  /// Lends the whole secret that the key is a part of.
  func withWholeSecret<R: ~Copyable, E>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe box.secret.withBytes(body)
  }
}
