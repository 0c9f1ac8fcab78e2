internal import CVaultCrypto

/// 32 key bytes in ordinary memory, masked under a secret of this process that lies in the secure heap.
///
/// For keys that are kept for thousands of subjects, for which the secure heap has no room. Neither a core
/// dump nor the swap holds both halves.
@safe
final class MaskedKey: Sendable {
  private let number: UInt64
  // Written by the initialisers alone, and wiped in `deinit`.
  nonisolated(unsafe) private var words: (UInt64, UInt64, UInt64, UInt64)

  /// Masks a copy of 32 bytes.
  ///
  /// - Throws: ``CryptoError/unavailable(_:)`` without a secure heap.
  init(_ key: UnsafeRawBufferPointer) throws(CryptoError) {
    number = cvc_mask_number()
    unsafe words = (0, 0, 0, 0)
    let number = number
    let code = unsafe withUnsafeMutableBytes(of: &words) { words in
      guard key.count == words.count else { return CVC_ARGUMENT }
      unsafe words.copyMemory(from: key)
      return unsafe cvc_mask(number, words.baseAddress)
    }
    guard code == CVC_OK else { throw .unavailable("the secure heap") }
  }

  deinit { unsafe withUnsafeMutableBytes(of: &words) { unsafe cvc_wipe($0.baseAddress, $0.count) } }

  /// Lends the bytes, on the stack and wiped afterwards.
  func withBytes<R: ~Copyable, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    var copy = unsafe words
    let number = number
    defer { unsafe withUnsafeMutableBytes(of: &copy) { unsafe cvc_wipe($0.baseAddress, $0.count) } }
    return try unsafe withUnsafeMutableBytes(of: &copy) { (bytes) throws(E) in
      // The secret was there when this key was masked, and stays.
      unsafe cvc_mask(number, bytes.baseAddress)
      return try unsafe body(UnsafeRawBufferPointer(bytes))
    }
  }
}
