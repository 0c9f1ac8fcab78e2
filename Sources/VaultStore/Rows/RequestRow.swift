package import VaultCrypto
package import VaultModel

/// A request as stored: the record, whose it is, and what only an owner may read of it.
package struct RequestRow: Sendable {
  /// The subject of a request by somebody whom the vault does not know, or does not know any more.
  package static let nobody = Identifier(high: 0, low: 0)

  package var request: RightsRequest
  /// The random id of the subject, or ``nobody``.
  package let subject: Identifier
  /// The newest leaf about the request.
  package var leaf: UInt64
  /// Note, reasons and the like, sealed; nil once the subject was erased.
  package var sealed: [UInt8]?

  package init(
    _ request: RightsRequest, subject: Identifier, leaf: UInt64 = 0, sealed: [UInt8]? = nil
  ) {
    self.request = request
    self.subject = subject
    self.leaf = leaf
    self.sealed = sealed
  }

  /// Whether its subject was erased since: the link and the sealed detail are gone.
  package var isForgotten: Bool { subject == Self.nobody && sealed == nil }

  /// Every other column of the row, which the sealed detail is bound to: an older one does not open in
  /// a newer row.
  package func context(vault: Identifier) throws(CryptoError) -> [UInt8] {
    var fields = FieldEncoder("cvault/v1/request-row")
    fields.append(vault)
    fields.append(request.id)
    fields.append(subject)
    fields.append(request.kind.rawValue)
    fields.append(request.state.rawValue)
    fields.append(request.received)
    fields.append(request.due)
    fields.append(optional: request.closed)
    fields.append(leaf)
    return try fields.bytes
  }

  /// The columns, in the order of the table.
  var values: [Value] {
    [
      .id(request.id), .id(subject), .integer(Int64(request.kind.rawValue)),
      .integer(Int64(request.state.rawValue)), .time(request.received), .time(request.due),
      request.closed.map(Value.time) ?? .null, .unsigned(leaf), .bytes(optional: sealed),
    ]
  }

  /// Reads the columns; every one is checked, because anybody may have written them.
  init(_ row: Statement) throws(StoreError) {
    guard let kind = RightsRequestKind(rawValue: try row.unsigned(2)),
      let state = RightsRequestState(rawValue: try row.unsigned(3)),
      row.isNull(6) == state.isOpen
    else { throw .integrity("a request") }
    self.init(
      RightsRequest(
        id: try row.id(0), kind: kind, state: state, received: try row.time(4),
        due: try row.time(5), closed: row.isNull(6) ? nil : try row.time(6)),
      subject: try row.id(1), leaf: try row.unsigned(7), sealed: row.optionalBytes(8))
  }
}
