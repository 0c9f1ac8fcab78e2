import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Puts a vault together from its backups, at a place where there is none.
  ///
  /// It takes the newest data part in the directory, and of the keys' holder everything that is about
  /// people: so whoever was erased or withdrew since the data part was made stays so. Nothing stands at
  /// `path` before it is whole. The caller's thread is blocked.
  ///
  /// - Parameters:
  ///   - folder: the directory with the parts.
  ///   - path: the directory of the new vault; nothing may be there but an empty directory.
  ///   - keys: a key part, or a vault that survived with its keyring; nil for the newest key part in
  ///     `folder`.
  ///   - key: an owner's.
  ///   - options: who restores, and an anchor outside that is held against the keys' holder; it is not
  ///     moved before the restored vault is opened with it.
  ///   - acceptsRollback: whether an older state is put back than is known to have been, or one from an
  ///     expired key part. What was erased or withdrawn since comes back; the leaf says so.
  ///   - progress: gets the steps that are done and how many there are; what it throws ends the
  ///     restoration.
  /// - Returns: what was put together.
  /// - Throws: ``VaultError`` `VAULT_ROLLED_BACK` or `KEY_PART_EXPIRED` unless that is accepted;
  ///   `VAULT_EXISTS`; `BACKUP_MISSING`, `BACKUP_DAMAGED`, `BACKUP_GAP`, `BACKUP_FORKED`,
  ///   `KEY_PART_OF_ANOTHER_VAULT`; `KEY_WRONG`, `OWNER_KEY_NEEDED`. Nothing is left then.
  public static func restore(
    from folder: String, to path: String, keys: String? = nil, unlockedBy key: UnlockKey,
    options: Options = Options(), acceptsRollback: Bool = false,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws(VaultError) -> RestoreReport {
    try restore(
      from: folder, to: path, keys: keys, unlockedBy: key, options: options,
      acceptsRollback: acceptsRollback, clock: SystemTime(), progress: progress)
  }

  /// Restores under a clock of the caller's; for tests and simulations.
  @_spi(FixedClock) public static func restore(
    from folder: String, to path: String, keys: String? = nil, unlockedBy key: UnlockKey,
    options: Options = Options(), acceptsRollback: Bool = false, clock: any TimeSource,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws(VaultError) -> RestoreReport {
    try atTheDoor {
      try options.check()
      let place = try RestorationPlace.take(for: path)
      do {
        let directory = try place.begin()
        let sources = try RestoreSources(
          in: BackupFolder.open(at: folder), keys: keys, unlockedBy: key, clock: clock)
        let restoring = Restoring(
          sources: sources, directory: directory, options: options, clock: clock)
        let report = try restoring.run(acceptsRollback: acceptsRollback, progress)
        try place.finish(directory)
        return report
      } catch {
        place.abandon()
        throw error
      }
    }
  }
}

/// One restoration, from sources that fit together to a vault that only lacks its name.
private struct Restoring {
  let sources: RestoreSources
  let directory: VaultDirectory
  let options: Vault.Options
  let clock: any TimeSource

  func run(
    acceptsRollback: Bool, _ progress: (Int, Int) throws -> Void
  ) throws -> RestoreReport {
    let anchor = try options.anchor.map {
      try PlacedAnchor.readOutside($0, of: directory, keys: sources.keys)
    }
    let isOld = sources.isBehind(anchor)
    guard !isOld || acceptsRollback else { throw Self.rolledBack }
    let isExpired = sources.isExpired(at: clock.now())
    guard !isExpired || acceptsRollback else { throw Self.expired }
    let data = try sources.data()
    let restoration = Restoration(
      data: data, holder: sources.holder, keys: sources.keys)
    let result = try restoration.run(into: directory) { try progress($0.done, $0.total) }
    let store = try Store.open(in: directory, keys: sources.keys, clock: clock)
    if let anchor, !isOld { try Self.require(anchor, in: store) }
    let leaf = try record(result, from: data, isRolledBack: isOld || isExpired, in: store)
    try store.close()
    try restoration.finish(directory, with: result)
    return RestoreReport(
      dataPart: data.path, keys: sources.keysPath, ledgerSize: leaf + 1,
      root: result.position.frontier.root, values: result.values, lostValues: result.lost,
      isRolledBack: isOld || isExpired, leaf: leaf)
  }

  /// Refuses a ledger that does not hold the leaves that an anchor saw.
  private static func require(_ anchor: Anchor, in store: Store) throws {
    guard try store.read({ try $0.ledgerRoot(ofSize: anchor.ledgerSize) }) == anchor.root else {
      throw StoreError(
        .rolledBack, "the backup does not hold the leaves that the anchor outside saw",
        hint: "it was made of another history of the vault; take parts that are newer")
    }
  }

  /// Says in the ledger what was put together, and how many values are missing from now on.
  private func record(
    _ result: Restoration.Result, from data: BackupPart, isRolledBack: Bool, in store: Store
  ) throws -> UInt64 {
    let detail = LeafDetail(
      counts: [
        "values": UInt64(result.values), "lost_values": UInt64(result.lost),
        "data_part_leaves": data.manifest.ledgerSize,
        "key_part_leaves": result.position.frontier.size,
      ],
      text: isRolledBack ? "an older state was accepted" : nil)
    return try store.writeNow { [typist = options.typist] transaction in
      try transaction.append(
        .restore, about: nil, actor: typist, policy: transaction.policyNumber(), detail: detail)
    }
  }

  private static let rolledBack = StoreError(
    .rolledBack, "the vault is known to have come further than the keys for this restoration",
    hint: """
      take the newest key part: what was erased or withdrawn since this one would come back; \
      if there is none, --accept-rollback says so in the ledger
      """)

  private static let expired = StoreError(
    .backupExpired, "the key part has expired",
    hint: """
      take a newer one: whoever was erased since would come back; if there is none, \
      --accept-rollback says so in the ledger
      """)
}
