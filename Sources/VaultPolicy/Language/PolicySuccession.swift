package import VaultModel

/// Whether one policy may take the place of another.
package enum PolicySuccession {
  /// What is compared: the digest is of the canonical form, taken by the caller.
  package struct Edition: Hashable, Sendable {
    package var name: String
    package var version: PolicyVersion
    package var digest: Digest

    package init(name: String, version: PolicyVersion, digest: Digest) {
      self.name = name
      self.version = version
      self.digest = digest
    }
  }

  /// Why `new` may not follow, or nil if it may; the edition in force may follow itself.
  ///
  /// - Parameters:
  ///   - new: The edition to be loaded.
  ///   - inForce: The edition that decides now.
  ///   - known: Every edition that the vault has kept, in any order.
  ///   - allowOlder: Whether a lower version is meant (`--allow-older`).
  ///   - places: Where the new policy stands in its file.
  /// - Returns: One problem, the gravest.
  package static func problem(
    loading new: Edition, over inForce: Edition, known: [Edition] = [], allowOlder: Bool,
    places: PolicyPlaces
  ) -> PolicyProblem? {
    func problem(_ code: PolicyProblem.Code, _ message: String, _ hint: String, _ path: String)
      -> PolicyProblem
    {
      PolicyProblem(
        code: code, message: message, hint: hint, file: places.file,
        position: places.positions[path])
    }
    guard new.name == inForce.name else {
      return problem(
        .nameChanged, "the vault is under the policy `\(inForce.name)`, not `\(new.name)`",
        "a vault keeps one policy by name; open another vault for this one", "policy")
    }
    if ([inForce] + known).contains(where: { $0.version == new.version && $0.digest != new.digest })
    {
      return problem(
        .versionReused, "the version `\(new.version)` was already loaded with other content",
        "give the changed policy a new version", "version")
    }
    if new.version < inForce.version, !allowOlder {
      return problem(
        .versionOlder,
        "the version `\(new.version)` is older than `\(inForce.version)`, which is in force",
        "raise the version, or say `--allow-older`", "version")
    }
    return nil
  }
}
