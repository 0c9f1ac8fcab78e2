package import VaultLedger
package import VaultStore

/// A policy key that comes into force with a version: from then on every version must be signed by it.
package struct PolicyKeyChange: Sendable {
  /// The key.
  package let key: VerifierKey
  /// The note by which the key in force endorses it; nil for a vault's first.
  package let endorsement: String?

  /// Puts the parts together; the endorsement is read when it is held against the key in force.
  package init(to key: VerifierKey, endorsement: String? = nil) {
    self.key = key
    self.endorsement = endorsement
  }

  /// Holds the endorsement against the key that gives way.
  ///
  /// - Throws: ``VaultError`` `POLICY_KEY_BOUND`, `ENDORSEMENT_WRONG`.
  func requireEndorsement(by old: VerifierKey) throws(VaultError) -> String {
    guard let endorsement else {
      throw VaultError(
        .refused, "POLICY_KEY_BOUND", "the vault's policy key is replaced only by its own word",
        hint: "let its holder run `cvault policy key endorse`, and name the file")
    }
    do throws(NoteError) {
      try PolicyKeyEndorsement(of: key, by: old).verify(endorsement)
    } catch {
      throw VaultError(
        .refused, "ENDORSEMENT_WRONG",
        "the endorsement is not the word of the policy key in force for the new key",
        hint: "make it with `cvault policy key endorse NEW --key FILE`, the old private key in FILE"
      )
    }
    return endorsement
  }
}

extension VerifierKey {
  /// Reads a policy key.
  ///
  /// - Throws: ``VaultError`` `POLICY_KEY_INVALID`, also for a key that signs something else.
  package init(ofPolicies text: String) throws(VaultError) {
    guard let key = try? VerifierKey(parsing: text), key.algorithm == .ed25519 else {
      throw VaultError(
        .usage, "POLICY_KEY_INVALID", "the policy key is badly built",
        hint: "a policy key is `name+id+base64`, as `cvault policy key new` prints it")
    }
    self = key
  }
}

extension [PolicyRow] {
  /// The policy key in force, and every one before it, with the versions that brought them; oldest first.
  package var keys: [(key: VerifierKey, row: PolicyRow)] {
    var found: [(key: VerifierKey, row: PolicyRow)] = []
    for row in self {
      if let key = row.signature?.key, key != found.last?.key { found.append((key, row)) }
    }
    return found
  }
}
