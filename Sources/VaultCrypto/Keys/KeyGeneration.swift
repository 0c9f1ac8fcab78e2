/// One generation of a key that is renewed: its number and the salt that it is derived with.
///
/// Overwriting the salt in both halves of the keyring destroys the key.
package struct KeyGeneration: Hashable, Sendable {
  /// Where a generation stands in its life.
  ///
  /// Append-only numbers.
  package enum State: UInt8, Sendable {
    /// Exactly one is current; what is written now is written under it, unless one is pending.
    case current = 1
    /// A rotation towards it has begun: what is written now is written under it.
    case pending = 2
    /// Still opens what was not rewritten yet.
    case old = 3
  }

  /// Bytes of a salt.
  package static let saltSize = 32

  /// From 1, never used twice.
  package let number: UInt32
  /// The root key that it comes from.
  let root: UInt32
  /// Where it stands.
  package var state: State
  /// 32 random bytes; no secret by themselves.
  package let salt: [UInt8]

  static func first() throws(CryptoError) -> KeyGeneration {
    KeyGeneration(number: 1, root: 1, state: .current, salt: try Random.bytes(saltSize))
  }

  /// The bytes of it in a half of `version`.
  func encoded(_ version: UInt16) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: number)
    if version > 1 { bytes.append(bigEndian: root) }
    bytes.append(state.rawValue)
    bytes.append(contentsOf: salt)
    return bytes
  }
}

extension [KeyGeneration] {
  /// The generation under which is written now; nil in a list that is not of a keyring.
  var writing: KeyGeneration? {
    first { $0.state == .pending } ?? first { $0.state == .current }
  }
}
