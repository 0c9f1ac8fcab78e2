internal import VaultModel

/// One generation of the root key of a purpose, RK_p.
///
/// A purpose that was never rotated has none: its RK_p comes from the vault root key without a salt.
struct PurposeGeneration: Hashable, Sendable {
  /// The first 16 bytes of a MAC of the purpose's name under a key of K_tag: the keyring names no
  /// purpose to whoever has no slot.
  let label: Identifier
  var generation: KeyGeneration

  /// The order in the keyring.
  func precedes(_ other: PurposeGeneration) -> Bool {
    (label.high, label.low, generation.number)
      < (other.label.high, other.label.low, other.generation.number)
  }
}
