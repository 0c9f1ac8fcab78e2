import VaultModel

/// Where the vault stands in a snapshot.
struct Sight {
  /// SQLite's number for "nobody has committed since", of one connection alone
  /// (sqlite.org/pragma.html#pragma_data_version).
  let version: Int64
  let ledger: (size: UInt64, time: Timestamp)
  /// The number of the policy in force.
  let policy: UInt32
  /// How many transactions were committed beyond those that wrote leaves, from some start.
  ///
  /// It changes with rows that change without a leaf: keys that are being replaced, or somebody else's hand.
  /// Nil where it cannot be told; then no dossier is used.
  let leafless: Int64?
}

extension Snapshot {
  /// Looks where the vault stands; it is where the connection last saw it if nobody has committed since.
  func look() throws -> Sight {
    let last = connection.lastSight
    // What others commit between the count and the beginning of the snapshot would be counted here and
    // not be in it: then the second count differs.
    let before = last == nil || connection.hasBegun ? nil : connection.loggedTransactions
    let version = try connection.first(.dataVersion) { (row) throws(StoreError) in row.integer(0) }
    if let last, last.leafless != nil, last.version == version { return last }
    let stand = try connection.first(.stand) { (row) throws(StoreError) in
      (
        size: try row.unsigned(0) as UInt64, time: try row.time(1),
        transactions: try row.unsigned(2) as UInt64,
        policy: row.isNull(3) ? 0 : try row.unsigned(3) as UInt32
      )
    }
    guard let stand, let version else { throw StoreError.integrity("the ledger's frontier") }
    var leafless: Int64?
    if let before, before == connection.loggedTransactions {
      leafless = Int64(before) - Int64(clamping: stand.transactions)
    }
    let sight = Sight(
      version: version, ledger: (stand.size, stand.time), policy: stand.policy, leafless: leafless)
    connection.lastSight = sight
    return sight
  }
}
