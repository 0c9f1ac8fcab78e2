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

  /// From 1, never used twice.
  package let number: UInt32
  /// The root key that its seed comes from.
  let root: UInt32
  /// Where it stands.
  package var state: State
  /// 32 bytes, Ed25519 (RFC 8032).
  package let publicKey: [UInt8]

  /// The bytes of it in a half of `version`.
  func encoded(_ version: UInt16) -> [UInt8] {
    var bytes: [UInt8] = []
    if version > 1 {
      bytes.append(bigEndian: number)
      bytes.append(bigEndian: root)
    }
    bytes.append(state.rawValue)
    bytes.append(contentsOf: publicKey)
    return bytes
  }
}
