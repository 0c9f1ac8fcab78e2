import VaultModel
package import VaultPolicy

extension CompiledPolicy {
  /// Compiles a policy that is in no vault, under a registry of its own.
  ///
  /// Its digest is zero, because nothing here is kept or compared by it.
  ///
  /// - Parameters:
  ///   - policy: checked whole.
  ///   - places: where its terms stand in the file, for people.
  /// - Returns: the policy, ready to decide.
  /// - Throws: ``RegistryError`` if the policy has more names of a kind than a vault can number.
  package static func standalone(
    _ policy: Policy, places: PolicyPlaces = PolicyPlaces(file: "policy.yaml")
  ) throws(RegistryError) -> CompiledPolicy {
    var registry = Registry()
    _ = try registry.register(policy)
    return CompiledPolicy(
      policy, places: places, digest: .zero, number: 1, registry: registry,
      zone: ZoneMemory().rules)
  }
}
