/// What a rotation began.
package struct Rotation: Hashable, Sendable {
  /// The number of the new generation.
  package let generation: UInt32
  /// The purpose keys that were taken out of the keyring, because they held what was replaced.
  package let dropped: [KeySlot]
  /// The leaf that tells of it.
  package let leaf: UInt64
}
