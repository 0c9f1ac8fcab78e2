package import VaultModel

/// What given permissions have in common that no decision tells apart while they are live, as long as
/// nothing else about their subjects bears on it.
package struct PermissionShape: Hashable, Sendable {
  package let purpose: PurposeNumber
  package let kind: Permission.Kind
  /// How the consent was given; nil for a ground.
  package let method: ConsentMethod?
  package let scope: Scope
  /// How long it lasts, a day that is begun counted as a whole one.
  package let days: Int64

  private static let day: Int64 = 86_400_000

  init(
    purpose: PurposeNumber, kind: Permission.Kind, method: ConsentMethod?, scope: Scope,
    days: Int64
  ) {
    self.purpose = purpose
    self.kind = kind
    self.method = method
    self.scope = scope
    self.days = days
  }

  /// The shape of a permission from its first instant to its end.
  init(
    purpose: PurposeNumber, kind: Permission.Kind, method: ConsentMethod?, scope: Scope,
    from: Timestamp, until: Timestamp
  ) {
    let length = until.since(from).milliseconds
    self.init(
      purpose: purpose, kind: kind, method: method, scope: scope,
      days: (length + Self.day - 1) / Self.day)
  }

  /// The shape of a permission.
  init(of permission: Permission) {
    self.init(
      purpose: permission.purpose, kind: permission.kind, method: permission.method,
      scope: permission.scope, from: permission.from, until: permission.until)
  }

  /// A permission of this shape that is live at `time`, to decide for all of them.
  ///
  /// - Parameters:
  ///   - time: vault time.
  ///   - longest: the longest lifetime that counts.
  /// - Returns: nil where some of the shape could be longer than that and some not.
  package func example(at time: Timestamp, longest: TimeSpan) -> Permission? {
    guard days >= 1, days <= Timestamp.latest.milliseconds / Self.day else { return nil }
    let span = TimeSpan.days(days)
    guard longest >= span || longest.milliseconds <= span.milliseconds - Self.day,
      let from = Timestamp(milliseconds: max(0, time.milliseconds - span.milliseconds + 1)),
      let until = from.advanced(by: span), time < until
    else { return nil }
    return Permission(
      id: Identifier(high: 0, low: 0), kind: kind, purpose: purpose, scope: scope, from: from,
      until: until, state: .given, method: method, retention: .zero, eventTime: from,
      recordedTime: from, changedTime: from, sequence: 0)
  }
}

extension PermissionShape {
  /// The columns `purpose, kind, method, days, scope`, in the order of the table.
  var values: [Value] {
    [
      .number(purpose), .integer(Int64(kind.rawValue)), .text(method?.rawValue ?? ""),
      .integer(days), .bytes(scope.encoded()),
    ]
  }

  /// Reads the same columns, from the one numbered `first` on.
  init(_ row: Statement, from first: Int32) throws(StoreError) {
    let (kind, method) = try Self.kindAndMethod(row, first + 1, first + 2)
    guard let scope = Scope(decoding: row.bytes(first + 4)) else {
      throw .integrity("a permission's shape")
    }
    self.init(
      purpose: try row.number(first), kind: kind, method: method, scope: scope,
      days: row.integer(first + 3))
  }

  /// Reads a row of `permissionsInForce`.
  init(ofPermission row: Statement) throws(StoreError) {
    let (kind, method) = try Self.kindAndMethod(row, 1, 4)
    guard let scope = Scope(decoding: row.bytes(5)) else { throw .integrity("a permission") }
    self.init(
      purpose: try row.number(0), kind: kind, method: method, scope: scope,
      from: try row.time(2), until: try row.time(3))
  }

  private static func kindAndMethod(
    _ row: Statement, _ kind: Int32, _ method: Int32
  ) throws(StoreError) -> (Permission.Kind, ConsentMethod?) {
    guard let kind = Permission.Kind(rawValue: try row.unsigned(kind)) else {
      throw .integrity("a permission")
    }
    // A ground has none.
    let text = row.isNull(method) ? "" : row.text(method)
    guard !text.isEmpty else { return (kind, nil) }
    guard let method = ConsentMethod(rawValue: text) else { throw .integrity("a permission") }
    return (kind, method)
  }
}
