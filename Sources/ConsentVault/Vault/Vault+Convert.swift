import VaultCrypto
import VaultStore

extension Vault {
  /// Seals the pages of a vault that a version before page encryption made; with an owner's key.
  ///
  /// - Returns: false if they are sealed already.
  /// - Throws: ``VaultError``: `BUSY` if another program has the vault open, `SCHEMA_CHANGED`,
  ///   `OWNER_KEY_NEEDED`; the vault is then as it was.
  package static func convert(
    at path: String, unlockedBy key: UnlockKey
  ) throws(VaultError) -> Bool {
    try atTheDoor {
      let directory = try VaultDirectory.open(at: path)
      let chain = try Keyring.read(directory.keyring).unlock(with: key.secret())
      guard chain.isOwner else { throw VaultError.needsOwner }
      return try PageConversion(of: directory, keys: chain).run()
    }
  }
}
