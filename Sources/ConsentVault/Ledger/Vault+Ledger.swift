import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// What happened to a subject and with its data: permissions, releases, denials, in order.
  ///
  /// - Parameter subject: whose history it is; one that was erased has none any more.
  /// - Returns: the subject's leaves, oldest first.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`.
  public func history(of subject: SubjectID) async throws(VaultError) -> [LedgerEntry] {
    try await atTheDoor {
      // Leaves that change no state are entered in history when somebody asks.
      try await store.write { try $0.catchUpHistory() }
      return try store.read { snapshot in
        guard let known = try snapshot.subject(subject) else { throw VaultError.subjectUnknown }
        var entries: [LedgerEntry] = []
        try snapshot.eachLeaf(at: snapshot.history(of: known.id)) { index, leaf, _ in
          entries.append(LedgerEntry(index, leaf, try open(leaf, of: known)))
        }
        return entries
      }
    }
  }

  /// Leaves in order, with the private parts that the key opens.
  ///
  /// - Parameters:
  ///   - first: the index of the first leaf.
  ///   - limit: how many leaves at most.
  /// - Returns: the leaves; empty from beyond the end of the ledger.
  /// - Throws: ``VaultError`` if the ledger cannot be read.
  public func ledger(
    from first: UInt64 = 0, limit: Int
  ) throws(VaultError) -> [LedgerEntry] {
    try atTheDoor {
      try store.read { snapshot in
        let size = try snapshot.ledgerPosition().frontier.size
        let (end, overflow) = first.addingReportingOverflow(UInt64(max(0, limit)))
        guard first < size else { return [] }
        var entries: [LedgerEntry] = []
        var subjects: [Identifier: StoredSubject] = [:]
        try snapshot.eachLeaf(at: first..<(overflow ? size : min(size, end))) {
          index, leaf, owner in
          if let owner, subjects[owner] == nil {
            subjects[owner] = try snapshot.subject(numbered: owner)
          }
          entries.append(
            LedgerEntry(index, leaf, try open(leaf, of: owner.flatMap { subjects[$0] })))
        }
        return entries
      }
    }
  }

  /// Sets vault time back to the system clock after a wrong clock had driven it into the future.
  ///
  /// What leaves recorded as expired stays expired.
  ///
  /// - Returns: the leaf that says so.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`.
  public func resetClock() async throws(VaultError) -> UInt64 {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        let was = transaction.time
        try transaction.lowerTime()
        return try transaction.append(
          .clockEvent, about: nil, actor: options.typist,
          policy: transaction.policyNumber(),
          detail: LeafDetail(eventTime: was, text: "vault time was lowered from the event time"))
      }
    }
  }
}
