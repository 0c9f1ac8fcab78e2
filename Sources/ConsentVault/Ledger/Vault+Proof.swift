import VaultCrypto
package import VaultLedger
import VaultStore

extension Vault {
  /// Proves that the ledger has a leaf.
  ///
  /// The newest checkpoint that the vault has signed is used where it covers the leaf; otherwise, or
  /// where the log's key is another one since, one is made, which needs an owner's key.
  ///
  /// - Parameter leaf: the leaf's index.
  /// - Returns: the leaf, the hashes and the checkpoint, which fit together.
  /// - Throws: ``VaultError`` `LEAF_UNKNOWN`, `OWNER_KEY_NEEDED`; `INTEGRITY` if what is stored does not
  ///   lead to what was signed.
  package func inclusion(of leaf: UInt64) async throws(VaultError) -> LedgerInclusion {
    if let found = try atTheDoor({ try store.read { try inclusion(of: leaf, in: $0) } }) {
      return found
    }
    _ = try await checkpoint()
    guard let found = try atTheDoor({ try store.read { try inclusion(of: leaf, in: $0) } }) else {
      throw VaultError.leafUnknown
    }
    return found
  }

  /// Nil if no checkpoint covers the leaf yet.
  private func inclusion(of index: UInt64, in snapshot: Snapshot) throws -> LedgerInclusion? {
    guard index < (try snapshot.ledgerPosition().frontier.size) else {
      throw VaultError.leafUnknown
    }
    let keys = try logKeys(in: snapshot)
    guard let stored = try snapshot.newestCheckpoint(), index < stored.size else { return nil }
    let note = try SignedNote(parsing: stored.note)
    let head = try Checkpoint(note, signedBy: keys)
    if self.keys.isOwner, try !note.verified(by: keys).contains(keys[0]) { return nil }
    guard let leaf = try snapshot.leafBytes(index) else {
      throw StoreError.integrity("a row of the ledger")
    }
    var tree = snapshot.tree(ofSize: head.size)
    let proof = try tree.inclusionProof(of: index)
    // What is handed out holds, or whoever gets it would learn of the damage first.
    guard
      MerkleTree.isIncluded(
        SHA256.leaf(leaf), at: index, size: head.size, root: head.root, proof: proof)
    else { throw StoreError.integrity("the ledger's tree") }
    return LedgerInclusion(leaf: leaf, index: index, proof: proof, checkpoint: stored.note)
  }

  /// Proves that the ledger has a leaf, as a file `.tlog-proof` (C2SP tlog-proof): the leaf, its place,
  /// the hashes, the signed checkpoint.
  ///
  /// It is verified without the vault, by the log's public key alone.
  ///
  /// - Parameter leaf: the leaf's index.
  /// - Returns: the text of the file.
  /// - Throws: ``VaultError`` `LEAF_UNKNOWN`, `OWNER_KEY_NEEDED`.
  public func proveInclusion(of leaf: UInt64) async throws(VaultError) -> String {
    let found = try await inclusion(of: leaf)
    return try atTheDoor {
      InclusionProof(
        leaf: found.leaf, index: found.index, hashes: found.proof,
        checkpoint: try SignedNote(parsing: found.checkpoint)
      ).text
    }
  }

  /// Proves that the ledger goes on from an older checkpoint of its own.
  ///
  /// - Parameter note: the older checkpoint's whole note.
  /// - Returns: what a C2SP tlog-witness takes: the older size, the hashes, a new signed checkpoint.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `CHECKPOINT_INVALID` if it is no checkpoint;
  ///   `CHECKPOINT_UNTRUSTED`, `CHECKPOINT_FOREIGN` if it is not signed by this log; `LEDGER_FORKED`,
  ///   `VAULT_ROLLED_BACK` if the ledger does not go on from it.
  public func proveConsistency(from note: String) async throws(VaultError) -> String {
    let old = try verifyLedger(against: note)
    let newest = try await checkpoint()
    return try atTheDoor {
      let new = try SignedNote(parsing: newest)
      let head = try Checkpoint(parsing: new.text)
      let proof = try store.read { snapshot in
        var tree = snapshot.tree(ofSize: head.size)
        return try tree.consistencyProof(from: old.size)
      }
      guard
        MerkleTree.isConsistent(
          oldSize: old.size, oldRoot: old.root, newSize: head.size, newRoot: head.root,
          proof: proof)
      else { throw VaultError.ledgerForked }
      return ConsistencyProof(oldSize: old.size, hashes: proof, checkpoint: new).text
    }
  }

  /// Holds the ledger against a checkpoint that was kept elsewhere.
  ///
  /// - Parameters:
  ///   - note: the whole note.
  ///   - others: the keys that are trusted instead of the keyring's, such as one that was noted down.
  /// - Returns: the checkpoint; the ledger has its leaves, and perhaps more.
  /// - Throws: ``VaultError`` as ``proveConsistency(from:)``.
  package func verifyLedger(
    against note: String, trusting others: [VerifierKey] = []
  ) throws(VaultError) -> Checkpoint {
    try atTheDoor {
      try store.read { snapshot in
        let signed = try SignedNote(parsing: note)
        let origin = try Checkpoint(parsing: signed.text).origin
        // The vault's id alone says whose log it is: a directory may have had another name.
        guard isOwn(origin) else { throw NoteError.anotherLog }
        let old = try Checkpoint(
          signed, signedBy: others.isEmpty ? logKeys(named: origin) : others)
        guard old.size <= (try snapshot.ledgerPosition().frontier.size) else {
          throw VaultError.ledgerBehind
        }
        guard try snapshot.ledgerRoot(ofSize: old.size) == old.root else {
          throw VaultError.ledgerForked
        }
        return old
      }
    }
  }
}
