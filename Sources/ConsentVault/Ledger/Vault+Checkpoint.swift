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
    let head = Checkpoint(
      origin: try logOrigin(in: transaction), size: tree.size, root: tree.root)
    let known = try logKeys(named: head.origin)
    var note = SignedNote(text: head.text, signatures: [])
    var signers = Set(known.prefix(1))
    if let last = try transaction.newestCheckpoint() {
      let stored = try SignedNote(parsing: last.note)
      try require(head, goesOnFrom: stored, by: known, in: transaction)
      let previous = try stored.verified(by: known)
      let isCurrent = !signers.isDisjoint(with: previous)
      if last.size == head.size {
        if isCurrent { return last.note }
        note = stored
      }
      // The first after a change of key is signed by both, so that whoever knows the one learns the other.
      if !isCurrent { signers.formUnion(previous) }
    }
    for key in keys.logKeys {
      let verifier = try VerifierKey(name: head.origin, publicKey: key.publicKey)
      guard signers.contains(verifier) else { continue }
      note.add(
        NoteSignature(
          name: verifier.name, keyID: verifier.keyID,
          signature: try keys.sign(Array(head.text.utf8), with: key.number)))
    }
    try transaction.write(
      StoredCheckpoint(size: head.size, time: transaction.time, note: note.encoded))
    return note.encoded
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

  /// The roots that the vault has signed, by size, each under a signature of its own.
  func signedRoots(in snapshot: Snapshot) throws -> [UInt64: Digest] {
    let keys = try logKeys(in: snapshot)
    var roots: [UInt64: Digest] = [:]
    for stored in try snapshot.checkpoints() {
      let head = try Checkpoint(SignedNote(parsing: stored.note), signedBy: keys)
      roots[head.size] = head.root
    }
    return roots
  }

  /// How long a ledger that grows may be without a checkpoint, where sweeps run.
  private static let checkpointInterval = TimeSpan.days(1)

  /// Makes a checkpoint if the newest is a day old; the sweep's part in it.
  func checkpointIfDue() async throws {
    let isDue = try store.read { snapshot in
      guard let last = try snapshot.newestCheckpoint() else { return true }
      let end = try snapshot.ledgerEnd()
      return end.size > last.size && end.time.since(last.time) >= Self.checkpointInterval
    }
    if isDue { _ = try await checkpoint() }
  }
}
