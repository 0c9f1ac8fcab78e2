import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Signs the ledger as it stands: a note in the form of C2SP tlog-checkpoint.
  ///
  /// It is stored and synced before it is handed out, so that the vault knows what it has said, and it
  /// goes on from every checkpoint before. A ledger that did not grow gets the stored one again.
  ///
  /// - Returns: the whole note: origin, size, root, signature.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `LEDGER_FORKED`, `VAULT_ROLLED_BACK` if the ledger does
  ///   not go on from the last checkpoint. Then nothing is signed.
  public func checkpoint() async throws(VaultError) -> String {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] in try checkpoint(in: $0) }
    }
  }

  /// The same within a transaction: it covers what was committed before.
  func checkpoint(in transaction: WriteTransaction) throws -> String {
    let tree = try transaction.ledgerPosition().frontier
    let last = try transaction.newestCheckpoint()
    let origin = try logOrigin(in: transaction)
    let key = try VerifierKey(name: origin, publicKey: keys.logPublicKey)
    let head = Checkpoint(origin: origin, size: tree.size, root: tree.root)
    var note = SignedNote(text: head.text, signatures: [])
    if let last {
      let stored = try SignedNote(parsing: last.note)
      try require(head, goesOnFrom: stored, by: try logKeys(in: transaction), in: transaction)
      if last.size == head.size {
        // After a change of the log's key the same tree is signed by both.
        if (try? stored.verified(by: [key])) != nil { return last.note }
        note = stored
      }
    }
    note.add(try signature(of: note, by: key))
    try transaction.write(
      StoredCheckpoint(size: head.size, time: transaction.time, note: note.encoded))
    return note.encoded
  }

  private func signature(of note: SignedNote, by key: VerifierKey) throws -> NoteSignature {
    NoteSignature(
      name: key.name, keyID: key.keyID, signature: try keys.sign(Array(note.text.utf8)))
  }

  /// INVARIANT: nothing is signed that does not go on from what was signed before.
  private func require(
    _ head: Checkpoint, goesOnFrom stored: SignedNote, by keys: [VerifierKey],
    in snapshot: Snapshot
  ) throws {
    let old = try Checkpoint(stored, signedBy: keys)
    guard old.size <= head.size else { throw VaultError.ledgerBehind }
    var tree = snapshot.tree(ofSize: head.size)
    let proof = try tree.consistencyProof(from: old.size)
    guard
      MerkleTree.isConsistent(
        oldSize: old.size, oldRoot: old.root, newSize: head.size, newRoot: head.root,
        proof: proof)
    else { throw VaultError.ledgerForked }
  }
}
