internal import CVaultCrypto

/// Secret bytes with one owner: never copied by accident, wiped at the end.
///
/// Being noncopyable, it cannot be printed, interpolated, dumped, compared or put into an array.
@safe
package struct SecretBytes: ~Copyable, @unchecked Sendable {
  // @unchecked: the memory belongs to this value alone, and only `mutating` functions write to it.

  /// Where the bytes live.
  package enum Home: Sendable {
    /// libcrypto's secure heap: for keys. Small; when it is full, making a secret fails.
    case secureHeap
    /// Ordinary memory that is wiped at the end: for values that were opened, which may be 1 MiB and
    /// many, and are about to be handed to the caller anyway.
    case wipedMemory
  }

  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  private let home: Home

  /// How many bytes there are.
  package private(set) var count: Int

  /// Zeroed bytes.
  ///
  /// - Throws: ``CryptoError/unavailable(_:)`` if the secure heap is full or cannot be made.
  package init(count: Int, in home: Home = .secureHeap) throws(CryptoError) {
    // An initialiser that throws before every property is set would not run `deinit`, so the memory
    // is the last thing that can fail.
    let base = unsafe try Self.allocate(max(count, 1), in: home)
    unsafe self.base = base
    capacity = max(count, 1)
    self.count = max(0, count)
    self.home = home
  }

  private static func allocate(
    _ capacity: Int, in home: Home
  ) throws(CryptoError) -> UnsafeMutableRawPointer {
    switch home {
    case .secureHeap:
      guard let bytes = unsafe cvc_secure_alloc(capacity) else {
        throw .unavailable("the secure heap")
      }
      return unsafe bytes
    case .wipedMemory:
      guard let bytes = unsafe cvc_wiped_alloc(capacity) else { throw .unavailable("memory") }
      return unsafe bytes
    }
  }

  /// A copy of `bytes`; wiping the original is the caller's.
  package init(
    copying bytes: UnsafeRawBufferPointer, in home: Home = .secureHeap
  ) throws(CryptoError) {
    try self.init(count: bytes.count, in: home)
    if let start = bytes.baseAddress {
      unsafe base.copyMemory(from: start, byteCount: bytes.count)
    }
  }

  /// A copy of `bytes`, for bytes that are no secret yet or whose original is wiped elsewhere.
  package init(
    copying bytes: some Collection<UInt8>, in home: Home = .secureHeap
  ) throws(CryptoError) {
    try self.init(count: bytes.count, in: home)
    let target = unsafe UnsafeMutableRawBufferPointer(start: base, count: count)
    unsafe target.copyBytes(from: bytes)
  }

  /// Fresh random bytes from getrandom(2).
  package static func random(count: Int) throws(CryptoError) -> SecretBytes {
    let secret = try SecretBytes(count: count)
    guard unsafe cvc_random(secret.base, count) == CVC_OK else { throw .unavailable("getrandom") }
    return secret
  }

  deinit {
    switch home {
    case .secureHeap: unsafe cvc_secure_free(base, capacity)
    case .wipedMemory: unsafe cvc_wiped_free(base, capacity)
    }
  }

  /// Lends the bytes to `body`, which must not keep the pointer.
  package func withBytes<R: ~Copyable, E>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Lends the bytes as a span, which the compiler does not let escape.
  package func withSpan<R: ~Copyable, E>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count).bytes)
  }

  /// Lends the bytes for writing.
  package mutating func withMutableBytes<R: ~Copyable, E>(
    _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe body(UnsafeMutableRawBufferPointer(start: base, count: count))
  }

  /// Keeps the first `length` bytes and wipes the rest; a longer length changes nothing.
  package mutating func shorten(to length: Int) {
    guard (0..<count).contains(length) else { return }
    unsafe cvc_wipe(base + length, count - length)
    count = length
  }

  /// Another owner of the same bytes, in the same kind of memory.
  package func copy() throws(CryptoError) -> SecretBytes {
    try unsafe SecretBytes(copying: UnsafeRawBufferPointer(start: base, count: count), in: home)
  }

  /// Whether both hold the same bytes, in a time that depends on their counts alone.
  package func equals(_ other: borrowing SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe cvc_equal(base, other.base, count) == CVC_OK
  }
}
