import VaultCrypto
import VaultStore

extension Vault {
  /// Brings a vault of an earlier version up to this one, with an owner's key: its pages are sealed, and
  /// it gets the tables of today.
  ///
  /// - Returns: false if there was nothing to do.
  /// - Throws: ``VaultError``: `BUSY` if another program has the vault open, `SCHEMA_CHANGED`,
  ///   `OWNER_KEY_NEEDED`; the vault is then as it was.
  package static func convert(
    at path: String, unlockedBy key: UnlockKey
  ) throws(VaultError) -> Bool {
    try atTheDoor {
      let directory = try VaultDirectory.open(at: path)
      let chain = try Keyring.read(directory.keyring).unlock(with: key.secret())
      guard chain.isOwner else { throw VaultError.needsOwner }
      return try Conversion(of: directory, keys: chain).run()
    }
  }
}
