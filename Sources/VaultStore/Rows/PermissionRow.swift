package import VaultCrypto
package import VaultModel
package import VaultPolicy

/// A permission as stored: the record, its sealed detail, and the envelope with the keys it opens.
package struct PermissionRow: Sendable {
  package let subject: Identifier
  package var permission: Permission {
    didSet { encoded = nil }
  }
  /// What only an owner may read, sealed under the subject's key; its digest is in the record.
  package var detail: [UInt8]?
  /// The wrapped category keys; nil once the permission is closed, so that nothing is left to open.
  package var envelope: [UInt8]?
  /// What ``canonical(vault:registry:)`` made of the record, once it was asked; the check of the row
  /// and the opening of its envelope need the same bytes.
  private var encoded: [UInt8]?

  package init(
    subject: Identifier, permission: Permission, detail: [UInt8]?, envelope: [UInt8]?
  ) {
    self.subject = subject
    self.permission = permission
    self.detail = detail
    self.envelope = envelope
  }

  /// The canonical encoding of the whole record, which its envelope is bound to.
  ///
  /// It is the envelope's additional data, so that no field of the row can be edited. Names,
  /// not numbers: a changed registry opens nothing either.
  package func canonical(vault: Identifier, registry: Registry) throws(CryptoError) -> [UInt8] {
    if let encoded { return encoded }
    return try encoding(vault, registry, Self.fields(of: permission.scope, registry))
  }

  private func encoding(
    _ vault: Identifier, _ registry: Registry, _ scope: FieldEncoder
  ) throws(CryptoError) -> [UInt8] {
    var fields = FieldEncoder("cvault/v1/permission", capacity: 512)
    fields.append(vault)
    fields.append(subject)
    fields.append(permission.id)
    fields.append(permission.version)
    fields.append(permission.kind.rawValue)
    fields.append(registry.name(permission.purpose) ?? "")
    fields.append(scope)
    fields.append(permission.from)
    fields.append(permission.until)
    fields.append(permission.state.rawValue)
    fields.append(optional: permission.method?.rawValue)
    fields.append(optional: permission.notice)
    fields.append(UInt64(permission.retention.milliseconds))
    fields.append(permission.eventTime)
    fields.append(permission.recordedTime)
    fields.append(permission.changedTime)
    fields.append(permission.sequence)
    fields.append(optional: permission.detail)
    return try fields.bytes
  }

  /// What a scope has in the canonical encoding.
  static func fields(of scope: Scope, _ registry: Registry) -> FieldEncoder {
    var fields = FieldEncoder()
    fields.append(set: names(scope.categories, registry))
    fields.append(set: scope.operations.operations.map(\.rawValue))
    fields.append(set: names(scope.recipients, registry))
    fields.append(set: names(scope.channels, registry))
    fields.append(set: names(scope.origins, registry))
    return fields
  }

  /// The names of a set; a number that the registry never gave is told by an empty one, so that a row
  /// with such a number is not the row without it.
  private static func names<Kind: RegisteredKind>(
    _ set: NumberSet<Kind>, _ registry: Registry
  ) -> [String] {
    set.numbers.map { registry.name($0) ?? "" }
  }

  /// Keeps the canonical encoding, whose part about the scope is given; it goes when the record changes.
  mutating func encode(
    vault: Identifier, registry: Registry, scope: FieldEncoder
  ) throws(CryptoError) {
    encoded = try encoding(vault, registry, scope)
  }

  /// The columns, in the order of the table.
  var values: [Value] {
    [
      .id(subject), .number(permission.purpose), .id(permission.id),
      .integer(Int64(permission.version)), .integer(Int64(permission.kind.rawValue)),
      .integer(Int64(permission.state.rawValue)), .time(permission.from), .time(permission.until),
      permission.method.map { .text($0.rawValue) } ?? .null,
      .bytes(optional: permission.notice?.bytes), .integer(permission.retention.milliseconds),
      .time(permission.eventTime), .time(permission.recordedTime), .time(permission.changedTime),
      .unsigned(permission.sequence), .bytes(permission.scope.encoded()),
      .bytes(optional: detail), .bytes(optional: envelope),
    ]
  }

  /// Where the scope stands among the columns.
  static let scopeColumn: Int32 = 15

  /// Reads the columns but the scope, which was read from its own; every one is checked, because anybody may
  /// have written them.
  init(_ row: Statement, scope: Scope) throws(StoreError) {
    let broken = StoreError.integrity("a permission")
    guard let kind = Permission.Kind(rawValue: try row.unsigned(4)),
      let state = PermissionState(rawValue: try row.unsigned(5)),
      let retention = TimeSpan(milliseconds: row.integer(10))
    else { throw broken }
    var method: ConsentMethod?
    if !row.isNull(8) {
      guard let named = ConsentMethod(rawValue: row.text(8)) else { throw broken }
      method = named
    }
    var notice: Digest?
    if let bytes = row.optionalBytes(9) {
      guard let digest = Digest(bytes: bytes) else { throw broken }
      notice = digest
    }
    let detail = row.optionalBytes(16)
    self.init(
      subject: try row.id(0),
      permission: Permission(
        id: try row.id(2), version: try row.unsigned(3), kind: kind, purpose: try row.number(1),
        scope: scope, from: try row.time(6), until: try row.time(7), state: state, method: method,
        notice: notice, retention: retention, eventTime: try row.time(11),
        recordedTime: try row.time(12), changedTime: try row.time(13),
        sequence: try row.unsigned(14), detail: detail.map { SHA256.digest(of: $0) }),
      detail: detail, envelope: row.optionalBytes(17))
  }
}
