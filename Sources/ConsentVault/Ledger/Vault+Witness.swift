import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

extension Vault {
  /// Cosigns another vault's checkpoint after it was found to go on from the last one that this vault has
  /// seen of that log (C2SP tlog-witness, tlog-cosignature).
  ///
  /// What it has seen is stored and synced before the cosignature is handed out. The first checkpoint of
  /// a log is taken as it is, under the keys that the caller trusts.
  ///
  /// - Parameters:
  ///   - note: the whole note of the other log's checkpoint.
  ///   - keys: the other log's keys, as `cvault ledger key` prints them; after a change of key the old one
  ///     and the new one.
  ///   - proof: that the checkpoint goes on from the last one, as `cvault ledger prove --consistency`
  ///     writes it; nil for the first and for the same tree.
  /// - Returns: the whole note with this vault's cosignature.
  /// - Throws: ``VaultError`` `CHECKPOINT_INVALID`, `VERIFIER_KEY_INVALID`, `PROOF_INVALID`,
  ///   `PROOF_NEEDED`, `CHECKPOINT_OWN`, `OWNER_KEY_NEEDED`; `CHECKPOINT_UNTRUSTED`,
  ///   `CHECKPOINT_FOREIGN`, `PROOF_WRONG`, `WITNESSED_LOG_ROLLED_BACK`, `WITNESSED_LOG_FORKED` of kind
  ///   `integrity`.
  public func witness(
    _ note: String, of keys: [String], proof: String? = nil
  ) async throws(VaultError) -> String {
    try await atTheDoor {
      try requireOwner()
      let logKeys = try keys.map { try VerifierKey(parsing: $0) }
      let signed = try SignedNote(parsing: note)
      let head = try Checkpoint(signed, signedBy: logKeys)
      guard !isOwn(head.origin) else {
        throw VaultError(
          .usage, "CHECKPOINT_OWN", "a vault is no witness of its own log",
          hint: "cosign it with another vault, best on another machine")
      }
      let growth = try proof.map { proof throws(VaultError) in
        do throws(NoteError) {
          return try ConsistencyProof(parsing: Array(proof.utf8))
        } catch { throw VaultError(error, in: "proof") }
      }
      return try await store.write { [self] transaction in
        if let last = try transaction.witnessed(origin: head.origin) {
          let seen = try Checkpoint(SignedNote(parsing: last.note), signedBy: logKeys)
          try requireGrowth(from: seen, to: head, growth, signed, logKeys)
        }
        let cosigned = try cosign(signed, in: transaction)
        try transaction.writeWitnessed(origin: head.origin, size: head.size, note: cosigned)
        return cosigned
      }
    }
  }

  /// Whether an origin is that of this vault's log, under whatever name the directory had.
  func isOwn(_ origin: String) -> Bool {
    origin.hasSuffix("/\(Hexadecimal.string(keys.vault.bytes))")
  }

  private func requireGrowth(
    from seen: Checkpoint, to head: Checkpoint, _ proof: ConsistencyProof?, _ note: SignedNote,
    _ keys: [VerifierKey]
  ) throws {
    guard head.size >= seen.size else {
      throw VaultError(
        .integrity, "WITNESSED_LOG_ROLLED_BACK",
        "the other log has \(head.size) leaves, and had \(seen.size) when it was last seen",
        hint: "it was rolled back: keep both checkpoints and ask its owner")
    }
    guard head.size > seen.size else {
      guard head.root == seen.root else {
        throw VaultError(
          .integrity, "WITNESSED_LOG_FORKED",
          "the other log shows another tree of \(head.size) leaves than when it was last seen",
          hint: "it was rewritten: keep both checkpoints and ask its owner")
      }
      return
    }
    guard let proof, proof.oldSize == seen.size,
      proof.checkpoint.text.utf8.elementsEqual(note.text.utf8)
    else {
      throw VaultError(
        .usage, "PROOF_NEEDED",
        "a proof is needed that this checkpoint goes on from the one of \(seen.size) leaves",
        hint: "make it there with `cvault ledger prove --consistency` and the note cosigned last")
    }
    do throws(NoteError) {
      _ = try proof.verify(from: seen, signedBy: keys)
    } catch { throw VaultError(error, in: "proof") }
  }

  private func cosign(_ note: SignedNote, in transaction: WriteTransaction) throws -> String {
    let key = try VerifierKey(
      name: logOrigin(in: transaction), algorithm: .cosignature, publicKey: keys.logPublicKey)
    let time = UInt64(transaction.time.milliseconds / 1000)
    var cosigned = note
    cosigned.add(
      Cosignature.line(
        by: key, time: time,
        signature: try keys.sign(Cosignature.message(note.text, time: time))))
    guard cosigned.signatures.count <= SignedNote.mostSignatures else { throw NoteError.tooLarge }
    return cosigned.encoded
  }
}
