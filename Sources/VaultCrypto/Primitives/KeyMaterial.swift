/// 32 key bytes in the secure heap, or masked where many are kept.
///
/// A secret of their own, or a part of a longer one. A reference: keys that come out of one envelope or one slot share its memory, so that taking a key
/// out of it cannot fail for want of memory.
struct KeyMaterial: Sendable {
  /// The length of every symmetric key, seed and secret of the vault.
  static let size = 32

  // A class, because a noncopyable value cannot be shared and the key lives as long as its users.
  private final class Box: Sendable {
    let secret: SecretBytes
    init(_ secret: consuming SecretBytes) { self.secret = secret }
  }

  private enum Home {
    case secret(Box, offset: Int)
    case masked(MaskedKey)
  }

  private let home: Home

  /// Takes over a secret of at least 32 bytes; its first 32 are the key.
  ///
  /// - Throws: ``CryptoError/malformed`` for a shorter one.
  init(_ secret: consuming SecretBytes) throws(CryptoError) {
    guard secret.count >= Self.size else { throw .malformed }
    home = .secret(Box(secret), offset: 0)
  }

  private init(_ home: Home) { self.home = home }

  /// The same key outside the secure heap, masked; for one that is kept while its subject's rows are.
  ///
  /// - Throws: ``CryptoError/unavailable(_:)`` without a secure heap.
  func masked() throws(CryptoError) -> KeyMaterial {
    if case .masked = home { return self }
    return try unsafe withBytes { (bytes) throws(CryptoError) in
      KeyMaterial(.masked(try unsafe MaskedKey(bytes)))
    }
  }

  /// Another key in the same memory, `distance` bytes further; nil if it does not lie within.
  func key(at distance: Int) -> KeyMaterial? {
    guard case .secret(let box, let offset) = home, distance >= 0,
      offset + distance + Self.size <= box.secret.count
    else { return nil }
    return KeyMaterial(.secret(box, offset: offset + distance))
  }

  /// Lends the 32 bytes.
  func withBytes<R: ~Copyable, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    switch home {
    case .masked(let key): return try unsafe key.withBytes(body)
    case .secret(let box, let offset):
      // INVARIANT: offset + 32 <= count, held by whoever makes one.
      return try unsafe box.secret.withBytes { bytes throws(E) in
        try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Self.size]))
      }
    }
  }

  /// Lends the whole secret that the key is a part of.
  func withWholeSecret<R: ~Copyable, E>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    switch home {
    case .masked(let key): try unsafe key.withBytes(body)
    case .secret(let box, _): try unsafe box.secret.withBytes(body)
    }
  }
}
