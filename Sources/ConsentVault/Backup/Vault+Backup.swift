import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Makes a backup: a key part, and a data part unless only the keys are asked for.
  ///
  /// The data part holds values, ledger and policies, and opens nothing; it may be kept for years. The
  /// key part holds the keyring and every subject with its key, so it is to be kept apart from the data
  /// parts, and destroyed when it expires: whoever was erased since is in it until then. Parts that have
  /// expired are destroyed here. Others may use the vault meanwhile; the caller's thread is blocked.
  ///
  /// - Parameters:
  ///   - path: a directory for the backups of this vault alone, 0700; made if it is missing.
  ///   - asked: what to make, and how long to keep it.
  ///   - progress: gets the steps that are done and how many there are; what it throws ends the backup.
  /// - Returns: what was written.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `BACKUP_OF_ANOTHER_VAULT`, `BACKUP_DAMAGED` or
  ///   `BACKUP_FORKED` if the directory holds such a part; `BUSY`. No part is left then, but its leaf.
  public func backUp(
    to path: String, options asked: BackupOptions = BackupOptions(),
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws(VaultError) -> BackupReport {
    try atTheDoor {
      try requireOwner()
      guard asked.lifetime > .zero else {
        throw VaultError(
          .usage, "LIFETIME_INVALID", "a key part must be kept for some time",
          hint: "give a duration such as 30d")
      }
      let folder = try BackupFolder.make(at: path)
      return try folder.withLock {
        try folder.clear()
        let existing = try folder.claims().map { try $0.verified(by: keys) }
        try requireOneHistory(existing)
        let told = try tell(asked)
        // In both parts: it says what the ledger was, to whoever has the public key alone.
        let checkpoint = try store.writeNow { [self] in try self.checkpoint(in: $0) }
        let copy = BackupCopy(of: store.directory, keys: keys, to: folder)
        let plan = BackupCopy.Plan(
          makesData: !asked.keysOnly, expires: told.expires, existing: existing)
        let made: [BackupPart]
        do {
          made = try copy.run(plan, including: told.leaf) { try progress($0.done, $0.total) }
        } catch {
          try? folder.clear()
          throw error
        }
        let removed = try destroyExpired(existing, at: told.time)
        return BackupReport(
          parts: made.map(BackupReport.Part.init), removed: removed, leaf: told.leaf,
          checkpoint: checkpoint)
      }
    }
  }

  /// Refuses a directory with parts that this vault's ledger does not go on from.
  private func requireOneHistory(_ parts: [BackupPart]) throws {
    try store.read { snapshot in
      let size = try snapshot.ledgerEnd().size
      for part in parts.map(\.manifest) {
        guard part.ledgerSize <= size,
          try snapshot.ledgerRoot(ofSize: part.ledgerSize) == part.ledgerRoot
        else { throw Self.otherHistory }
      }
    }
  }

  private static let otherHistory = StoreError(
    .backupForked, "the directory holds a backup of another history of this vault",
    hint: "the vault was put back after that backup; write to a new directory")

  /// Says in the ledger that the parts exist, before they do: an erasure that comes meanwhile must know of
  /// them.
  private func tell(
    _ asked: BackupOptions
  ) throws -> (leaf: UInt64, time: Timestamp, expires: Timestamp) {
    try store.writeNow { [self] transaction in
      let policy = try transaction.policyNumber()
      if !asked.keysOnly {
        let leaf = try transaction.append(
          .backup, about: nil, actor: options.typist, policy: policy,
          detail: LeafDetail(text: "data part"))
        try transaction.record(Milestone(.dataPart, leaf: leaf))
      }
      let expires = transaction.time.advanced(by: asked.lifetime) ?? .latest
      let leaf = try transaction.append(
        .backup, about: nil, actor: options.typist, policy: policy,
        detail: LeafDetail(until: expires, text: "key part"))
      try transaction.record(Milestone(.keyPart, leaf: leaf, until: expires))
      return (leaf, transaction.time, expires)
    }
  }

  /// - Returns: the directories of the parts that are gone.
  private func destroyExpired(_ parts: [BackupPart], at time: Timestamp) throws -> [String] {
    let expired = parts.filter { $0.manifest.kind == .keys && $0.manifest.expires <= time }
    for part in expired { try part.destroy() }
    return expired.map(\.path)
  }
}
