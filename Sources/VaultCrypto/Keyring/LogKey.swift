/// The public half of a key that signs or signed the log's checkpoints.
package struct LogKey: Hashable, Sendable {
  /// Whether it signs now.
  ///
  /// Append-only numbers.
  package enum State: UInt8, Sendable {
    /// Signs now.
    case current = 1
    /// Signed before; its checkpoints stay valid.
    case old = 2
  }

  /// Where it stands.
  package let state: State
  /// 32 bytes, Ed25519 (RFC 8032).
  package let publicKey: [UInt8]
}
