import VaultCrypto
import VaultPolicy
import VaultStore

extension Vault {
  /// Issues a key file that opens the envelopes of some purposes and nothing else.
  ///
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `PURPOSE_UNKNOWN`; `FILE_EXISTS`.
  package func issueKey(
    for purposes: [String], to path: String
  ) async throws(VaultError) -> KeyChange {
    try await changingKeys { [self] () throws -> KeyChange in
      let policy = try store.read { try self.policy(in: $0) }
      for purpose in purposes { _ = try policy.leafPurpose(purpose) }
      return try changeKeyring("issued") { keyring in
        try KeyringDecision(issuing: purposes, to: path, in: keyring, chain: keys)
      }
    }
  }
}
