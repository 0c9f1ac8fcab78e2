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

  /// About how many bytes it takes.
  let weight: Int
  /// Whether it may outlive its snapshot; then none of its keys lies in memory as it is.
  private let isKept: Bool
  private let opened = Mutex(Opened())

  /// What was found out since it was read.
  private struct Opened {
    /// For each value the key that opens it, and the place of the permission whose envelope it came out of:
    /// all that an access needs once one was made before.
    var keys: [(permission: Int, key: CategoryKey)?] = []
    /// Where those lie, and all else that an access reads; empty unless the dossier is kept.
    var memory: [MemoryPlace] = []
  }

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
    // Next to the sealed bytes: what they are bound to, the rows' other fields, the objects' own.
    weight =
      1024 + 2 * subject.sealedState.count
      + permissions.reduce(0) { $0 + 512 + ($1.envelope?.count ?? 0) + ($1.detail?.count ?? 0) }
      + values.reduce(0) { $0 + 512 + $1.row.sealed.count }
    if isKept { opened.withLock { $0.memory = rowMemory } }
  }

  /// Where the rows lie that a decision and an access read.
  private var rowMemory: [MemoryPlace] {
    [MemoryPlace(of: records), MemoryPlace(of: values)]
      + values.flatMap { [MemoryPlace(of: $0.context), MemoryPlace(of: $0.row.sealed)] }
      + (subject.record.logSecret?.memory ?? [])
  }

  /// Where the dossier itself lies.
  var memory: MemoryPlace { MemoryPlace(of: self, count: 320) }

  /// Asks the processor for what a decision and an access will read.
  func prefetch() {
    opened.withLock { opened in for place in opened.memory { place.prefetch() } }
  }

  // What an access asks of single rows is asked here: an element of another module's array is copied to be
  // looked at, with all that it refers to.

  /// The id of the permission at a place.
  package func permission(at place: Int) -> Identifier { records[place].id }

  /// Whether each permission is open at one instant exactly if it is at another.
  package func standsStill(from start: Timestamp, to end: Timestamp) -> Bool {
    for place in records.indices
    where records[place].state == .given
      && ((start < records[place].from) != (end < records[place].from)
        || (start < records[place].until) != (end < records[place].until))
    { return false }
    return true
  }

  /// The category of the value at a place.
  package func category(ofValueAt place: Int) -> CategoryNumber { values[place].row.category }

  /// The origin of the value at a place.
  package func origin(ofValueAt place: Int) -> OriginNumber { values[place].row.origin }

  /// Opens the value at a place with the key that the envelope of a permission holds.
  ///
  /// - Parameters:
  ///   - place: the value's, in ``values``.
  ///   - permission: the place of the one that covers it, in ``permissions``.
  ///   - snapshot: what the envelope is opened through, if it was not before.
  ///   - registry: the names that the permission's row is bound to.
  /// - Returns: the plaintext, wiped at its end.
  /// - Throws: `StoreError` if the envelope does not open for its row, or holds no key of the category's
  ///   epoch; `CryptoError` if the value does not open where it stands.
  package func open(
    valueAt place: Int, by permission: Int, in snapshot: Snapshot, registry: Registry
  ) throws -> SecretBytes {
    let known = opened.withLock { place < $0.keys.count ? $0.keys[place] : nil }
    var key = known?.permission == permission ? known?.key : nil
    if key == nil {
      key = try openEnvelope(of: permission, for: place, in: snapshot, registry: registry)
    }
    guard let key else { throw StoreError.integrity("a permission's envelope") }
    return try key.open(values[place].row.sealed, under: values[place].context)
  }

  /// Opens an envelope and remembers its keys for all values that they open; returns the one for a value.
  private func openEnvelope(
    of permission: Int, for place: Int, in snapshot: Snapshot, registry: Registry
  ) throws -> CategoryKey? {
    guard
      let envelope = try snapshot.envelope(of: permissions[permission], registry: registry)
    else { return nil }
    var found: [(permission: Int, key: CategoryKey)?] = []
    for value in values {
      guard let category = value.place?.category, let key = envelope.key(for: category),
        key.epoch == subject.record.epoch(of: category)
      else {
        found.append(nil)
        continue
      }
      found.append((permission, isKept ? try key.masked() : key))
    }
    let key = found[place]?.key
    opened.withLock { opened in
      if opened.keys.isEmpty {
        opened.keys = found
      } else {
        for (place, key) in found.enumerated() where key != nil { opened.keys[place] = key }
      }
      guard isKept else { return }
      opened.memory =
        rowMemory + [MemoryPlace(of: opened.keys)] + opened.keys.compactMap { $0?.key.memory }
    }
    return key
  }
}

/// A value's row, and where it belongs by name.
package struct StoredValue: Sendable {
  /// What it is sealed under, encoded; empty if it opens nowhere.
  let context: [UInt8]
  package let row: ValueRow
  /// Nil if a number of the row has no name: such a value opens nowhere.
  package let place: ValuePlace?

  init(_ row: ValueRow, of subject: Identifier, vault: Identifier, registry: Registry) {
    self.row = row
    place = ValuePlace(row, of: subject, vault, registry)
    context = (try? place?.encoded) ?? []
  }
}
