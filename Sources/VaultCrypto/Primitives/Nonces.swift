internal import CVaultCrypto

/// Fresh nonces for the seals of one transaction, drawn from the kernel some at a time.
///
/// One draw of many costs a tenth of as many draws. It is for a run of seals that nothing interrupts, and
/// is never kept for later: what is left in memory would come twice after a fork, or when a snapshot of
/// the machine is started again and goes on with other data.
package struct Nonces: ~Copyable {
  private var bytes: [UInt8] = []
  private var next = 0
  private var taken = 0
  private static let most = 256

  /// None drawn yet.
  package init() {}

  /// Writes the next one to `target`, which has room for 12 bytes.
  mutating func take(to target: UnsafeMutableRawPointer) throws(CryptoError) {
    let size = SealingKey.nonceSize
    taken += 1
    if taken == 1 {
      // A run of one draws one.
      guard unsafe cvc_random(target, size) == CVC_OK else { throw .unavailable("getrandom") }
      return
    }
    if next == bytes.count {
      bytes = try Random.bytes(min(taken, Self.most) * size)
      next = 0
    }
    let start = next
    unsafe bytes.withUnsafeBytes { bytes in
      let room = unsafe UnsafeMutableRawBufferPointer(start: target, count: size)
      unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]))
    }
    next += size
  }
}
