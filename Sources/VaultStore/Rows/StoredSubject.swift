package import VaultModel

/// A subject as read from the vault, its state opened and checked.
package struct StoredSubject: Sendable {
  package let tag: Identifier
  /// The random id that every other table and every seal uses.
  package let id: Identifier
  package let wrapped: [UInt8]?
  package let identity: [UInt8]?
  /// The sealed state that ``record`` was read from.
  package let sealedState: [UInt8]
  package var record: StateRecord

  init(_ row: SubjectRow, record: StateRecord) {
    tag = row.tag
    id = row.subject
    wrapped = row.wrapped
    identity = row.identity
    sealedState = row.state
    self.record = record
  }
}
