import VaultCrypto
package import VaultLedger
import VaultStore

extension Vault {
  /// The public keys of the vault's log, the one that signs now first.
  ///
  /// Whoever holds them verifies checkpoints, proofs, receipts and certificates without the vault.
  package func logKeys() throws(VaultError) -> [VerifierKey] {
    try atTheDoor { try store.read { try logKeys(in: $0) } }
  }

  func logKeys(in snapshot: Snapshot) throws -> [VerifierKey] {
    try logKeys(named: logOrigin(in: snapshot))
  }

  /// The same under an origin that the log had or could have had.
  func logKeys(named name: String) throws -> [VerifierKey] {
    // Another process may have rotated it.
    try keys.renew()
    let found = keys.logKeys.reversed()
    return try (found.filter { $0.state == .current } + found.filter { $0.state == .old })
      .map { try VerifierKey(name: name, publicKey: $0.publicKey) }
  }

  /// The log's origin: `<vault name>/<vault id>`.
  ///
  /// The name is that of the directory when the first checkpoint was signed; the log keeps it when the
  /// directory is renamed.
  func logOrigin(in snapshot: Snapshot) throws -> String {
    if let newest = try snapshot.newestCheckpoint() {
      return try Checkpoint(parsing: SignedNote(parsing: newest.note).text).origin
    }
    return Checkpoint.origin(name: store.directory.name, vault: keys.vault)
  }
}
