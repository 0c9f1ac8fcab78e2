internal import Synchronization
package import VaultCrypto
package import VaultModel
package import VaultPolicy

/// What the vault holds about one subject that bears on one purpose and some categories: read in one
/// snapshot, opened and checked.
///
/// All that a decision and the release after it need from the store, but the contacts, which are read
/// each time.
package final class Dossier: Sendable {
  package let subject: StoredSubject
  package let purpose: PurposeNumber
  /// The categories whose values were read, as they were asked for.
  package let categories: [CategoryNumber]
  /// The permissions of the purpose, as rows.
  package let permissions: [PermissionRow]
  /// The same, as the engine takes them.
  package let records: [Permission]
  /// The values, category after category in the order asked for.
  package let values: [StoredValue]
  /// Their origins.
  package let origins: StoredOrigins

  /// Whether it may outlive its snapshot; then none of its keys lies in memory as it is.
  private let isKept: Bool
  /// The envelopes that were opened, by the place of their permission.
  private let envelopes = Mutex<[Int: Envelope]>([:])

  init(
    of subject: StoredSubject, for purpose: PurposeNumber, in categories: [CategoryNumber],
    permissions: [PermissionRow], values: [StoredValue], isKept: Bool
  ) throws(CryptoError) {
    var subject = subject
    if isKept { subject.record.logSecret = try subject.record.logSecret?.masked() }
    self.subject = subject
    self.purpose = purpose
    self.categories = categories
    self.permissions = permissions
    records = permissions.map(\.permission)
    self.values = values
    var origins: StoredOrigins = [:]
    for value in values { origins[value.row.category].insert(value.row.origin) }
    self.origins = origins
    self.isKept = isKept
  }

  /// The envelope of the permission at a place, opened at most once.
  ///
  /// - Returns: nil if the permission was closed and its keys destroyed.
  /// - Throws: `StoreError` if it does not open, or not for this row.
  package func envelope(at place: Int, in snapshot: Snapshot, registry: Registry) throws
    -> Envelope?
  {
    if let kept = envelopes.withLock({ $0[place] }) { return kept }
    guard var envelope = try snapshot.envelope(of: permissions[place], registry: registry) else {
      return nil
    }
    if isKept { envelope = try envelope.masked() }
    envelopes.withLock { $0[place] = envelope }
    return envelope
  }

  /// About how many bytes it takes, beside a fixed amount.
  var weight: Int {
    values.reduce(subject.sealedState.count) { $0 + $1.row.sealed.count }
      + permissions.reduce(0) { $0 + ($1.envelope?.count ?? 0) + ($1.detail?.count ?? 0) }
  }
}

/// A value's row, and where it belongs by name.
package struct StoredValue: Sendable {
  package let row: ValueRow
  /// Nil if a number of the row has no name: such a value opens nowhere.
  package let place: ValuePlace?

  init(_ row: ValueRow, of subject: Identifier, vault: Identifier, registry: Registry) {
    self.row = row
    place = ValuePlace(row, of: subject, vault, registry)
  }
}
