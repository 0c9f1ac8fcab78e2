package import VaultCrypto
import VaultLedger
import VaultModel

/// Puts a vault together from a data part and what holds the keys.
///
/// Who is there, what they allowed and which values there are, the holder of the keys alone says; the data
/// part only gives the bytes of values and the older leaves. So what was erased, swept or rectified since
/// the data part was made does not come back.
package struct Restoration {
  private let data: BackupPart
  private let holder: KeyHolder
  private let keys: KeyChain

  /// From parts that were verified, by the keys that the holder's keyring gave.
  package init(data: BackupPart, holder: KeyHolder, keys: KeyChain) {
    self.data = data
    self.holder = holder
    self.keys = keys
  }

  /// What was put together.
  package struct Result: Sendable {
    /// Values that are there again.
    package let values: Int
    /// Values that the holder of the keys lists and no part has.
    package let lost: Int
    /// Where the ledger stands.
    package let position: LedgerPosition
    /// The keyring that the rows fit.
    fileprivate let keyring: [UInt8]
  }

  /// Fills an empty directory with a database, its anchor and its lock; the keyring comes last, by
  /// ``finish(_:with:)``.
  ///
  /// - Throws: ``StoreError/Code/backupGap`` if leaves are missing between the parts;
  ///   ``StoreError/Code/backupForked`` if they do not fit together; ``StoreError/Code/backupDamaged``;
  ///   ``StoreError/Code/busy`` if the keys of a vault that survived were changed meanwhile.
  package func run(
    into directory: VaultDirectory, progress: (BackupProgress) throws -> Void
  ) throws -> Result {
    // Before the rows and after them, as in a backup: a rotation that ends in between destroys what they
    // are sealed under.
    let keyring = try holder.readKeyring()
    try keys.adopt(Keyring(bytes: keyring))
    try directory.makeFile(directory.database)
    try directory.makeFile(directory.lock)
    let connection = try Connection(
      path: directory.database, pages: SealedPages(keys), mode: .copy(others: 2),
      busyTimeout: 10_000)
    try Schema.create(on: connection)
    let result: Result
    do {
      try connection.attach(
        data.database, as: "data", pages: data.pages(keys), immutable: true)
      try holder.attach(to: connection, keys)
      for name in ["data", "keys"] { try Schema.check(connection, database: name) }
      try connection.execute("BEGIN")
      try copy(connection, progress)
      result = try check(connection, keyring)
    } catch let error as StoreError where Self.isDamage(error) {
      throw StoreError(
        .backupDamaged, "a part of the backup is damaged: \(error.description)",
        hint: "use another copy of it, or an older data part with the newest key part")
    }
    guard try holder.readKeyring() == keyring else { throw StoreError.keysMoved }
    try connection.execute("COMMIT")
    // Only the vault's own checkpointer may touch the log of one that survived.
    try connection.execute("DETACH keys")
    guard try connection.checkpoint(.truncate) else { throw StoreError.poisoned }
    _ = try PlacedAnchor.makeInside(
      directory, keys: keys,
      mark: PlacedAnchor.Mark(
        ledgerSize: result.position.frontier.size, root: result.position.frontier.root,
        time: result.position.time))
    return result
  }

  /// Writes the keyring, without which the directory is no vault.
  package func finish(_ directory: VaultDirectory, with result: Result) throws {
    try Keyring(bytes: result.keyring).write(to: directory.keyring, replacing: nil)
  }

  private static func isDamage(_ error: StoreError) -> Bool {
    switch error.code {
    case .damaged, .schema, .integrity: true
    default: false
    }
  }

  // MARK: copying

  private func copy(
    _ connection: Connection, _ progress: (BackupProgress) throws -> Void
  ) throws {
    let whole = try Self.numbers("SELECT size, indexed FROM keys.frontier", connection)
    let old = try Self.numbers("SELECT size, indexed FROM data.frontier", connection)
    // Where the leaves of the data part end and those of the keys' holder begin.
    let split = min(whole.size, old.size)
    if case .part(let part) = holder, part.manifest.firstLeaf > split {
      throw Self.gap(part, data)
    }
    var steps = CopySteps(connection)
    let tables = try connection.text("SELECT name FROM keys.sqlite_schema WHERE type='table'")
      .map { $0[0] }
    // A part that an earlier version made has the tables of its time.
    for table in BackupTables.subjects + BackupTables.common
    where tables.contains(table) {
      steps.add(table: table, from: "keys")
    }
    steps.add("INSERT INTO main.bundle SELECT * FROM data.bundle WHERE first < \(split)")
    steps.add("INSERT INTO main.bundle SELECT * FROM keys.bundle WHERE first >= \(split)")
    Self.addHistory(&steps, split)
    // Leaves that change no state are entered again when somebody asks.
    steps.add("UPDATE main.frontier SET indexed = \(min(old.indexed, split))")
    Self.addValues(&steps)
    try steps.run(progress)
    try unlinkLeaves(before: split, connection)
    if !tables.contains("candidate") { try Candidates(connection: connection).rebuild(keys) }
  }

  private static func addHistory(_ steps: inout CopySteps, _ split: UInt64) {
    steps.add(
      """
      INSERT INTO main.history SELECT * FROM keys.history WHERE leaf >= \(split) AND state = 1
      """)
    steps.add(
      by: "subject",
      """
      INSERT INTO main.history SELECT * FROM data.history WHERE leaf < \(split) \
      AND subject IN (SELECT subject FROM main.subject) AND
      """)
  }

  private static func addValues(_ steps: inout CopySteps) {
    let columns = "subject, category, key, version, origin, collected, sealed"
    let wanted = columns.split(separator: ", ").map { "d.\($0)" }.joined(separator: ", ")
    steps.add(
      by: "k.subject",
      """
      INSERT INTO main.value SELECT \(wanted) FROM keys.value k CROSS JOIN data.value d \
      ON \(BackupTables.isSame("d", "k")) WHERE \(BackupTables.holdsValue("d")) AND
      """)
    // What the holder of the keys has whole.
    steps.add(
      by: "subject",
      """
      INSERT OR IGNORE INTO main.value SELECT \(columns) FROM keys.value \
      WHERE \(BackupTables.holdsValue("value")) AND
      """)
  }

  private static func numbers(
    _ sql: String, _ connection: Connection
  ) throws -> (size: UInt64, indexed: UInt64) {
    guard let row = try connection.text(sql).first, let size = UInt64(row[0]),
      let indexed = UInt64(row[1])
    else { throw StoreError.integrity("the ledger's frontier") }
    return (size, indexed)
  }

  /// Takes the ids of those who are gone away from beside their leaves, as their erasure did.
  private func unlinkLeaves(before split: UInt64, _ connection: Connection) throws {
    var present: Set<Identifier> = [Identifier(high: 0, low: 0)]
    try connection.each(.subjectIDs) { (row) throws(StoreError) in present.insert(try row.id(0)) }
    let snapshot = Snapshot(connection, keys, seen: SeenLedger())
    try snapshot.eachBundle { bundle, subjects in
      guard bundle.first < split else { return }
      var kept = subjects
      for start in stride(from: 0, to: kept.count, by: 16) {
        let id = Identifier(bytes: subjects[start..<start + 16])
        if let id, present.contains(id) { continue }
        kept.replaceSubrange(start..<start + 16, with: repeatElement(0, count: 16))
      }
      if kept != subjects {
        try connection.run(.blankSubjects, .bytes(kept), .unsigned(bundle.first))
      }
    }
  }

  private static func gap(_ keys: BackupPart, _ data: BackupPart) -> StoreError {
    StoreError(
      .backupGap, "leaves are missing between `\(data.name)` and `\(keys.name)`",
      hint: """
        `\(keys.name)` fits a data part of at least \(keys.manifest.firstLeaf) leaves; \
        put one beside the others
        """)
  }

  // MARK: checking

  /// Holds the ledger that was put together against what the holder of the keys said of it.
  private func check(_ connection: Connection, _ keyring: [UInt8]) throws -> Result {
    let snapshot = Snapshot(connection, keys, seen: SeenLedger())
    var replay = LedgerReplay()
    do {
      try snapshot.eachBundle { bundle, _ in _ = try replay.consume(bundle) }
    } catch is LedgerError {
      throw StoreError.partsForked
    }
    let position = try snapshot.ledgerPosition()
    guard position.frontier == replay.frontier else { throw StoreError.partsForked }
    if case .part(let part) = holder {
      guard position.frontier.size == part.manifest.ledgerSize,
        position.frontier.root == part.manifest.ledgerRoot
      else { throw StoreError.partsForked }
    }
    let there = try Self.count("SELECT count(*) FROM main.value", connection)
    let listed = try Self.count("SELECT count(*) FROM keys.value", connection)
    return Result(values: there, lost: listed - there, position: position, keyring: keyring)
  }

  private static func count(_ sql: String, _ connection: Connection) throws -> Int {
    guard let text = try connection.text(sql).first?.first, let count = Int(text) else {
      throw StoreError.integrity("a count")
    }
    return count
  }
}

extension StoreError {
  fileprivate static let keysMoved = StoreError(
    .busy, "the vault's keys were changed while it was read",
    hint: "run it again when the rotation is done")

  /// The leaves of one part do not go on from those of the other.
  static let partsForked = StoreError(
    .backupForked, "the parts of the backup do not hold the same history",
    hint: """
      one of them was made after the vault had been put back; use parts that were made from the \
      same vault, one after another
      """)
}
