import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Erases a subject (GDPR Article 17).
  ///
  /// In one transaction the gate closes, the subject's key goes, and then every row about it; its leaves
  /// link to nobody any more. What a contract, a legal obligation or a vital interest still needs moves
  /// to a subject of its own (``Erasure/Kept``). A tombstone keeps the tag alone, so that the id is not
  /// silently taken up again. Then the write-ahead log is copied back and overwritten, and for
  /// ``Erasure/Tier/disk`` every page is sealed anew.
  ///
  /// Erasing somebody a second time changes nothing, and finishes what a reader was in the way of.
  ///
  /// - Parameters:
  ///   - subject: whom to erase.
  ///   - tier: how far to go now.
  ///   - request: the request that this answers, if one is named; every other request of the person to
  ///     be erased is answered by it too.
  /// - Returns: what was done; look at ``Erasure/tier``.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `SUBJECT_RESERVED`, `OWNER_KEY_NEEDED`;
  ///   `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `REQUEST_MISMATCH`.
  public func erase(
    _ subject: SubjectID, tier: Erasure.Tier = .logical, answering request: Identifier? = nil
  ) async throws(VaultError) -> Erasure {
    try await atTheDoor {
      try requireOwner()
      try subject.refuseReserved()
      let found: Result<Erasure, Earlier> = try await store.write { [self] transaction in
        guard let known = try transaction.subject(subject) else { throw VaultError.subjectUnknown }
        guard known.record.status != .erased else {
          // Whoever was erased may have asked once more.
          try answer(request, of: subject, [.erasure], in: transaction)
          return .failure(Earlier(leaf: known.record.leaf))
        }
        let requested = try answerErasure(request, of: subject, known, in: transaction)
        return .success(
          try SubjectErasure(of: known, in: transaction, self).run(requested: requested))
      }
      var erasure: Erasure
      switch found {
      case .success(let done):
        erasure = done
        // The erasure stands with or without it; why it cannot be made, the next checkpoint tells.
        _ = try? await checkpoint()
      // Read once it is committed: it may have been of the same group.
      case .failure(let earlier):
        erasure = try store.read { try self.erasure(recordedBy: earlier.leaf, in: $0).erasure }
      }
      try reach(&erasure)
      if tier == .disk, erasure.tier == .logical, !options.isRehearsal {
        try await renewPagesUnlessBusy()
        try reach(&erasure)
      }
      return erasure
    }
  }

  /// The subject was erased before, as a leaf says.
  private struct Earlier: Error {
    let leaf: UInt64
  }

  /// What an earlier erasure did, as its leaf says, and the number of the policy in force then.
  func erasure(
    recordedBy index: UInt64, in snapshot: Snapshot
  ) throws -> (erasure: Erasure, policy: UInt32) {
    guard let leaf = try snapshot.leaf(index), leaf.type == .erased else {
      throw VaultError(
        .notFound, "ERASURE_UNKNOWN", "leaf \(index) tells of no erasure",
        hint: "find it with `cvault ledger show`")
    }
    guard let detail = try open(leaf, of: nil) else { throw StoreError.integrity("a leaf") }
    return (try Erasure(detail, leaf: index, time: leaf.time, changed: false), leaf.policy)
  }

  /// What was erased stays so where somebody reads; then the answer says that the disk waits.
  private func renewPagesUnlessBusy() async throws {
    do {
      try await renewPages()
    } catch {
      guard error.kind == .busy else { throw error }
    }
  }

  /// Finishes an erasure, and finds out how far it has come.
  func reach(_ erasure: inout Erasure) throws {
    // INVARIANT: a busy checkpoint is "not yet", never "done".
    let isScrubbed = try store.scrub()
    guard !erasure.changed || erasure.tier != nil else {
      // Of this call: no page was sealed anew since.
      erasure.tier = isScrubbed ? .logical : nil
      return
    }
    let leaf = erasure.leaf
    (erasure.tier, erasure.horizon) = try store.read { snapshot in
      // Pages that were sealed anew since then hold nothing of it.
      let isRenewed = try snapshot.milestones(.pageEpoch).contains { $0.leaf > leaf }
      return (isScrubbed ? isRenewed ? .disk : .logical : nil, try snapshot.horizon(of: leaf))
    }
  }
}

extension Snapshot {
  /// The last expiry of the key parts of backups that were made before an erasure.
  func horizon(of leaf: UInt64) throws -> Timestamp? {
    try milestones(.keyPart).filter { $0.leaf < leaf }.map(\.until).max()
  }
}
