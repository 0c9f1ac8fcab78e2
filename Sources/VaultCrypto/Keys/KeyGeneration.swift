/// One generation of a key that is renewed: its number and the salt that it is derived with.
///
/// Overwriting the salt in both halves of the keyring destroys the key.
package struct KeyGeneration: Hashable, Sendable {
  /// Where a generation stands in its life.
  ///
  /// Append-only numbers.
  package enum State: UInt8, Sendable {
    /// What is written now is written under it. Exactly one is current.
    case current = 1
    /// A rotation towards it has begun.
    case pending = 2
    /// Still opens what was not rewritten yet.
    case old = 3
  }

  /// Bytes of a salt.
  package static let saltSize = 32

  /// From 1, never used twice.
  package let number: UInt32
  /// Where it stands.
  package let state: State
  /// 32 random bytes; no secret by themselves.
  package let salt: [UInt8]

  static func first() throws(CryptoError) -> KeyGeneration {
    KeyGeneration(number: 1, state: .current, salt: try Random.bytes(saltSize))
  }
}
