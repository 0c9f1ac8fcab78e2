package import VaultModel

/// A subject as read from the vault, its state opened and checked.
package struct StoredSubject: Sendable {
  package let tag: Identifier
  /// The random id that every other table and every seal uses.
  package let id: Identifier
  /// The subject's key, wrapped; nil if only denials are known, recorded without an owner.
  package var wrapped: [UInt8]?
  /// The company's id of the subject, sealed under its key.
  package var identity: [UInt8]?
  /// The sealed state that ``record`` was read from; empty for a subject not yet written.
  package let sealedState: [UInt8]
  package var record: StateRecord

  /// A subject that is not in the vault yet.
  package init(tag: Identifier, id: Identifier, record: StateRecord) {
    self.tag = tag
    self.id = id
    self.record = record
    sealedState = []
  }

  init(_ row: SubjectRow, record: StateRecord) {
    tag = row.tag
    id = row.subject
    wrapped = row.wrapped
    identity = row.identity
    sealedState = row.state
    self.record = record
  }
}
