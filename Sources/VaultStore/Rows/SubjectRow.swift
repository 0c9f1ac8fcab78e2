package import VaultModel

/// A subject's row, as stored: found by its tag, named elsewhere by its random id.
package struct SubjectRow: Sendable {
  package let tag: Identifier
  package let subject: Identifier
  /// The subject's key, wrapped; nil if only denials are known, recorded without an owner.
  package let wrapped: [UInt8]?
  /// The company's id of the subject, sealed under the subject's key; nil as above.
  package let identity: [UInt8]?
  /// The sealed state record; equal bytes are the same state, since every seal has a fresh nonce.
  package let state: [UInt8]
  /// The newest leaf that changed the subject's state; nil if history knows none.
  let newestChange: UInt64?

  init(_ row: Statement) throws(StoreError) {
    tag = try row.id(0)
    subject = try row.id(1)
    wrapped = row.optionalBytes(2)
    identity = row.optionalBytes(3)
    state = row.bytes(4)
    newestChange = row.isNull(5) ? nil : try row.unsigned(5)
  }
}
