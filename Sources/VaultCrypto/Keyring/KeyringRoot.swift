internal import VaultModel

/// A root key that owner slots do not hold: the one that a rotation leads to, or one that was replaced.
///
/// Sealed under a key of the root that owner slots hold, and bound to its own number.
struct KeyringRoot: Hashable, Sendable {
  /// Append-only numbers.
  enum State: UInt8, Sendable {
    /// A rotation towards it has begun.
    case pending = 2
    /// Was replaced; still opens leaves of its time, and finds subjects by their tags.
    case old = 3
  }

  /// From 1, never used twice.
  let number: UInt32
  let state: State
  let sealed: [UInt8]

  /// Seals a root key under the one that owner slots hold.
  static func seal(
    _ root: KeyMaterial, number: UInt32, state: State, under present: KeyMaterial,
    vault: Identifier
  ) throws(CryptoError) -> KeyringRoot {
    let key = try key(present, vault)
    let context = try context(number, vault).bytes
    let sealed = try unsafe root.withBytes { bytes throws(CryptoError) in
      try unsafe SealedFormat.slot.seal(bytes, with: key, context: context)
    }
    return KeyringRoot(number: number, state: state, sealed: sealed)
  }

  /// The root key.
  ///
  /// - Throws: ``CryptoError/keyringDamaged`` if it does not open.
  func open(under present: KeyMaterial, vault: Identifier) throws(CryptoError) -> KeyMaterial {
    do throws(CryptoError) {
      let secret = try SealedFormat.slot.open(
        sealed, with: Self.key(present, vault), context: Self.context(number, vault).bytes,
        home: .secureHeap)
      guard secret.count == KeyMaterial.size else { throw .malformed }
      return try KeyMaterial(secret)
    } catch {
      switch error {
      case .authenticationFailed, .malformed: throw .keyringDamaged
      default: throw error
      }
    }
  }

  private static func key(
    _ present: KeyMaterial, _ vault: Identifier
  ) throws(CryptoError) -> SealingKey {
    SealingKey(try present.derive(info: RootKeys.info("root-key", vault)))
  }

  private static func context(_ number: UInt32, _ vault: Identifier) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/root")
    fields.append(vault)
    fields.append(number)
    return fields
  }
}
