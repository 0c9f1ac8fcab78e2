import VaultLedger
import VaultPolicy
import VaultStore

/// How much a vault holds.
public struct Statistics: Hashable, Sendable {
  /// Permissions of one purpose, kind and state.
  public struct Permissions: Hashable, Sendable {
    /// A purpose leaf.
    public let purpose: String
    /// Consents or grounds.
    public let kind: Permission.Kind
    /// The word of the state, such as `given`; what ran out is `expired`, swept or not.
    public let state: String
    /// How many records there are.
    public let count: Int
  }

  /// Subjects, tombstones of erased ones included.
  public let subjects: Int
  /// A count for each purpose, kind and state, sorted by purpose and state.
  public let permissions: [Permissions]
  /// Stored values, those in retention included.
  public let values: Int
  /// Bytes of sealed values.
  public let sealedBytes: Int
  /// Subjects that a sweep has something to do for now.
  public let due: Int
  /// The oldest instant at which something fell due and was not swept yet; nil if nothing is due.
  public let oldestUnswept: Timestamp?
  /// Leaves in the ledger.
  public let ledgerSize: UInt64
  /// Bytes of the database file.
  public let databaseBytes: Int64
  /// Bytes of the write-ahead log.
  public let logBytes: Int64
  /// The policy version in force.
  public let policy: Decision.PolicyReference
}

extension Vault {
  /// Counts what the vault holds; nothing in it names a subject.
  ///
  /// - Returns: the counts of one snapshot.
  /// - Throws: ``VaultError`` if the vault cannot be read.
  public func statistics() throws(VaultError) -> Statistics {
    try atTheDoor {
      try store.read { snapshot in
        let policy = try policy(in: snapshot)
        let time = try store.time(in: snapshot).vault
        let counts = try snapshot.counts(at: time)
        return Statistics(
          subjects: counts.subjects,
          permissions: counts.permissions.map {
            Statistics.Permissions(
              purpose: policy.registry.name($0.purpose) ?? "", kind: $0.kind,
              state: $0.state.name, count: $0.count)
          }.sorted { ($0.purpose, $0.state) < ($1.purpose, $1.state) },
          values: counts.values, sealedBytes: counts.sealedBytes, due: counts.due,
          oldestUnswept: try snapshot.earliestDue().flatMap { $0 <= time ? $0 : nil },
          ledgerSize: try snapshot.ledgerPosition().frontier.size,
          databaseBytes: try store.directory.size(of: store.directory.database) ?? 0,
          logBytes: try store.directory.size(of: store.directory.log) ?? 0,
          policy: Decision.PolicyReference(
            name: policy.policy.name, version: policy.policy.version.text, digest: policy.digest))
      }
    }
  }
}
