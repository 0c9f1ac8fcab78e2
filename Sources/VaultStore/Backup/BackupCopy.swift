package import VaultCrypto
import VaultLedger
package import VaultModel

/// Copies a vault's rows into the parts of a backup, out of one snapshot.
///
/// Others may read and write meanwhile. Rows are copied table by table into new files, so that no freed
/// page and no remnant comes along.
package struct BackupCopy {
  private let directory: VaultDirectory
  private let keys: KeyChain
  private let folder: BackupFolder

  /// From an open vault, with an owner's keys.
  package init(of directory: VaultDirectory, keys: KeyChain, to folder: BackupFolder) {
    self.directory = directory
    self.keys = keys
    self.folder = folder
  }

  /// What is to be made.
  package struct Plan: Sendable {
    /// Whether a data part is made beside the key part.
    package let makesData: Bool
    /// When the key part expires.
    package let expires: Timestamp
    /// The parts that lie in the folder already.
    package let existing: [BackupPart]

    /// Puts the parts together.
    package init(makesData: Bool, expires: Timestamp, existing: [BackupPart]) {
      self.makesData = makesData
      self.expires = expires
      self.existing = existing
    }

    var newestData: BackupPart? {
      existing.filter { $0.manifest.kind == .data }.max { $1.isNewer(than: $0) }
    }
    var oldestData: UInt64? {
      existing.filter { $0.manifest.kind == .data }.map(\.manifest.ledgerSize).min()
    }
  }

  /// Makes the parts.
  ///
  /// - Parameters:
  ///   - plan: what is to be made.
  ///   - leaf: a leaf that must be in the copy: the one that tells of the backup.
  ///   - progress: gets how far it has come; may throw to end it.
  /// - Returns: the key part, then the data part if there is one.
  /// - Throws: ``StoreError/Code/busy`` if the keys were changed meanwhile; nothing is left then but what
  ///   ``BackupFolder/clear()`` destroys.
  package func run(
    _ plan: Plan, including leaf: UInt64, progress: (BackupProgress) throws -> Void
  ) throws -> [BackupPart] {
    // Before the snapshot and after it: rows and keyring fit if no rotation came between.
    let before = try readKeyring()
    let keyDraft = try PartDraft(.keys, in: folder, keys: keys)
    let dataDraft = plan.makesData ? try PartDraft(.data, in: folder, keys: keys) : nil
    // So that the pages of an epoch that another process has just begun open here.
    try keys.renew()
    let copied: Copied
    do {
      copied = try copy(plan, keyDraft, dataDraft, Keyring(bytes: before).generation, progress)
    } catch {
      guard try readKeyring() == before else { throw Self.keysChanged }
      throw Self.told(error, plan)
    }
    guard copied.position.frontier.size > leaf else { throw StoreError.ledgerShrank }
    guard try readKeyring() == before else { throw Self.keysChanged }
    // The key part first: a data part that is newer than every key part would stop a restoration.
    var parts = [
      try finish(keyDraft, copied, first: copied.first, until: plan.expires, keyring: before)
    ]
    if let dataDraft {
      parts.append(try finish(dataDraft, copied, first: 0, until: .earliest, keyring: nil))
    }
    return parts
  }

  private struct Copied {
    let first: UInt64
    let position: LedgerPosition
    let keyringGeneration: UInt64
  }

  private func readKeyring() throws -> [UInt8] {
    try SecureFile.open(directory.keyring).read(at: 0, count: Keyring.fileSize + 1)
  }

  private static let keysChanged = StoreError(
    .busy, "the vault's keys were changed while the backup was made",
    hint: "run it again when the rotation is done")

  /// A page that does not open may be one of the data part that is compared with.
  private static func told(_ error: any Error, _ plan: Plan) -> any Error {
    guard let data = plan.newestData, !plan.makesData, let error = error as? StoreError,
      error.code == .damaged
    else { return error }
    return StoreError(
      .backupDamaged, "a page of the vault or of `\(data.name)` does not fit its seal",
      hint: "run `cvault ledger verify`; if the vault is whole, move that part away")
  }

  // MARK: copying

  private func copy(
    _ plan: Plan, _ keyDraft: PartDraft, _ dataDraft: PartDraft?, _ keyringGeneration: UInt64,
    _ progress: (BackupProgress) throws -> Void
  ) throws -> Copied {
    let connection = try Connection(
      path: keyDraft.database, pages: keyDraft.pages, mode: .copy(others: 2),
      busyTimeout: Self.busyTimeout)
    if let dataDraft {
      try connection.attach(dataDraft.database, as: "data", pages: dataDraft.pages)
    } else if let newest = plan.newestData {
      try connection.attach(
        newest.database, as: "data", pages: newest.pages(keys), immutable: true)
    }
    try connection.attach(directory.database, as: "live", pages: SealedPages(keys))
    try connection.execute("BEGIN")
    // The first read: the snapshot is of this moment.
    let size = try Self.number("SELECT size FROM live.frontier", connection)
    let first = plan.oldestData.map { min($0, size) } ?? (plan.makesData ? size : 0)
    var steps = CopySteps(connection)
    Self.fillKeys(
      &steps, from: first, hasData: plan.makesData, knowsData: plan.newestData != nil)
    if plan.makesData { Self.fillData(&steps) }
    try steps.run(progress)
    let position = try Snapshot(connection, keys, seen: SeenLedger()).ledgerPosition()
    try connection.execute("COMMIT")
    // Away with it before the checkpoint: only the vault's own checkpointer may touch its log.
    try connection.execute("DETACH live")
    guard try connection.checkpoint(.truncate) else { throw StoreError.poisoned }
    return Copied(first: first, position: position, keyringGeneration: keyringGeneration)
  }

  private static let busyTimeout: Int32 = 10_000

  private static func number(_ sql: String, _ connection: Connection) throws -> UInt64 {
    guard let text = try connection.text(sql).first?.first, let number = UInt64(text) else {
      throw StoreError.integrity("the ledger's frontier")
    }
    return number
  }

  /// `first` is the first leaf that the key part holds; `hasData` says that every value goes into a new data
  /// part, `knowsData` that an older one is attached.
  private static func fillKeys(
    _ steps: inout CopySteps, from first: UInt64, hasData: Bool, knowsData: Bool
  ) {
    for table in BackupTables.subjects + BackupTables.common {
      steps.add(table: table, from: "live")
    }
    steps.add("INSERT INTO main.bundle SELECT * FROM live.bundle WHERE first >= \(first)")
    steps.add("INSERT INTO main.history SELECT * FROM live.history WHERE leaf >= \(first)")
    // Which values there are; and those whole that the newest data part lacks.
    let seal = BackupTables.seal(of: "v")
    let column =
      hasData || !knowsData
      ? seal
      : """
      CASE WHEN EXISTS (SELECT 1 FROM data.value d WHERE \(BackupTables.isSame("d", "v"))) \
      THEN \(seal) ELSE v.sealed END
      """
    steps.add(
      by: "v.subject",
      """
      INSERT INTO main.value SELECT v.subject, v.category, v.key, v.version, v.origin, \
      v.collected, \(column) FROM live.value v WHERE
      """)
  }

  private static func fillData(_ steps: inout CopySteps) {
    for table in BackupTables.common + BackupTables.growing {
      steps.add(table: table, from: "live", to: "data")
    }
  }

  // MARK: finishing

  private func finish(
    _ draft: PartDraft, _ copied: Copied, first: UInt64, until expires: Timestamp,
    keyring: [UInt8]?
  ) throws -> BackupPart {
    let manifest = BackupManifest(
      kind: draft.kind, vault: keys.vault, root: draft.root, salt: draft.salt, firstLeaf: first,
      ledgerSize: copied.position.frontier.size, ledgerRoot: copied.position.frontier.root,
      keyringGeneration: copied.keyringGeneration, made: copied.position.time, expires: expires,
      databaseSize: UInt64(try SecureFile.open(draft.database).size),
      keyring: SHA256.digest(of: keyring ?? []))
    return try draft.finish(manifest, keyring: keyring, keys: keys)
  }
}
