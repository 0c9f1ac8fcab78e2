import Synchronization
import VaultCrypto
import VaultLedger
import VaultStore

/// A note and the keys of which it is known that they signed it.
struct VouchedNote: Sendable {
  /// The note as bytes: texts that Unicode holds for the same are not.
  let note: [UInt8]
  /// The keys that were asked about.
  let known: [VerifierKey]
  let signers: [VerifierKey]

  init(_ note: SignedNote, among known: [VerifierKey], signers: [VerifierKey]) {
    self.note = Array(note.encoded.utf8)
    self.known = known
    self.signers = signers
  }
}

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
    var signed: [VerifierKey] = []
    if let last = try transaction.newestCheckpoint() {
      let stored = try SignedNote(parsing: last.note)
      let previous = try keysThatSigned(stored, among: known)
      try require(head, goesOnFrom: Checkpoint(stored, verifiedBy: previous), in: transaction)
      let isCurrent = !signers.isDisjoint(with: previous)
      if last.size == head.size {
        if isCurrent { return last.note }
        (note, signed) = (stored, previous)
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
      signed.append(verifier)
    }
    try transaction.write(
      StoredCheckpoint(size: head.size, time: transaction.time, note: note.encoded))
    // What it signed itself need not be verified when the next goes on from it.
    let vouch = VouchedNote(note, among: known, signers: signed)
    vouched.withLock { $0 = vouch }
    return note.encoded
  }

  /// Who signed a note of the vault's own; verified unless it is the very note that was signed or verified
  /// last.
  private func keysThatSigned(
    _ note: SignedNote, among known: [VerifierKey]
  ) throws -> [VerifierKey] {
    if let last = vouched.withLock({ $0 }), last.known == known,
      last.note.elementsEqual(note.encoded.utf8)
    {
      return last.signers
    }
    let signers = try note.verified(by: known)
    let vouch = VouchedNote(note, among: known, signers: signers)
    vouched.withLock { $0 = vouch }
    return signers
  }

  /// INVARIANT: nothing is signed that does not go on from what was signed before.
  private func require(
    _ head: Checkpoint, goesOnFrom old: Checkpoint, in snapshot: Snapshot
  ) throws {
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
