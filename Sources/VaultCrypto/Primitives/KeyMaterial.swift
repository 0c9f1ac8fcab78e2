internal import CVaultCrypto

/// 32 key bytes in the secure heap, or masked where many are kept.
///
/// A secret of their own, or a part of a longer one. A reference: keys that come out of one envelope or
/// one slot share its memory, so that taking a key out of it cannot fail for want of memory.
///
/// A masked key lies in ordinary memory under a secret of this process that lies in the secure heap, which
/// has no room for the keys of thousands of subjects. Neither a core dump nor the swap holds both halves.
@safe
final class KeyMaterial: Sendable {
  /// The length of every symmetric key, seed and secret of the vault.
  static let size = 32

  /// Nil for a masked key, and for a part of ``whole``.
  private let secret: SecretBytes?
  private let whole: KeyMaterial?
  private let offset: Int
  /// What a masked key was masked with.
  ///
  /// It lies here and not behind one more reference: keys are looked
  /// up in the order in which people come, and each line of memory is waited for.
  private let number: UInt64
  // Written by the initialisers alone, and wiped in `deinit`: nobody can be reading it then, and to look
  // whether somebody is would cost more than to unmask it.
  @exclusivity(unchecked) nonisolated(unsafe) private var masked: (UInt64, UInt64, UInt64, UInt64) =
    (0, 0, 0, 0)

  /// Takes over a secret of at least 32 bytes; its first 32 are the key.
  ///
  /// - Throws: ``CryptoError/malformed`` for a shorter one.
  init(_ secret: consuming SecretBytes) throws(CryptoError) {
    let isLongEnough = secret.count >= Self.size
    self.secret = consume secret
    whole = nil
    offset = 0
    number = 0
    guard isLongEnough else { throw .malformed }
  }

  private init(of whole: KeyMaterial, at offset: Int) {
    secret = nil
    self.whole = whole
    self.offset = offset
    number = 0
  }

  private init(masking key: UnsafeRawBufferPointer) throws(CryptoError) {
    secret = nil
    whole = nil
    offset = 0
    number = cvc_mask_number()
    guard key.count == Self.size else { throw .malformed }
    let number = number
    // Masked before it is laid where it stays.
    var copy: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let code = unsafe withUnsafeMutableBytes(of: &copy) { words in
      unsafe words.copyMemory(from: key)
      let code = unsafe cvc_mask(number, words.baseAddress)
      if code != CVC_OK { unsafe cvc_wipe(words.baseAddress, words.count) }
      return code
    }
    guard code == CVC_OK else { throw .unavailable("the secure heap") }
    unsafe masked = copy
  }

  deinit {
    unsafe withUnsafeMutableBytes(of: &masked) { unsafe cvc_wipe($0.baseAddress, $0.count) }
  }

  /// The same key outside the secure heap, masked; for one that is kept while its subject's rows are.
  ///
  /// - Throws: ``CryptoError/unavailable(_:)`` without a secure heap.
  func masking() throws(CryptoError) -> KeyMaterial {
    try unsafe withBytes { (bytes) throws(CryptoError) in try unsafe KeyMaterial(masking: bytes) }
  }

  /// Where a masked key lies.
  var memory: MemoryPlace { MemoryPlace(of: self, count: 96) }

  /// Another key in the same memory, `distance` bytes further; nil if it does not lie within.
  func key(at distance: Int) -> KeyMaterial? {
    guard distance >= 0, offset + distance + Self.size <= count else { return nil }
    return KeyMaterial(of: whole ?? self, at: offset + distance)
  }

  /// How long the secret is that this key is a part of.
  private var count: Int {
    if let whole { return whole.count }
    return switch secret {
    case let secret?: secret.count
    case nil: Self.size
    }
  }

  /// Lends the 32 bytes.
  func withBytes<R: ~Copyable, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    let (offset, size) = (offset, Self.size)
    // INVARIANT: offset + 32 <= count, held by whoever makes one.
    return try unsafe withWholeSecret { (bytes) throws(E) in
      try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
    }
  }

  /// Lends the whole secret that the key is a part of.
  func withWholeSecret<R: ~Copyable, E>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    if let whole { return try unsafe whole.withWholeSecret(body) }
    switch secret {
    case let secret?: return try unsafe secret.withBytes(body)
    case nil: break
    }
    // A masked one is unmasked on the stack, which is wiped.
    var copy = unsafe masked
    let number = number
    defer { unsafe withUnsafeMutableBytes(of: &copy) { unsafe cvc_wipe($0.baseAddress, $0.count) } }
    return try unsafe withUnsafeMutableBytes(of: &copy) { (bytes) throws(E) in
      // It cannot fail: the secret was there when this key was masked, and stays.
      unsafe cvc_mask(number, bytes.baseAddress)
      return try unsafe body(UnsafeRawBufferPointer(bytes))
    }
  }
}
