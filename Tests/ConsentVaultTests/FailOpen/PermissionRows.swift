extension Damage {
  /// Each column of a permission, as the holder of the page key can write it.
  static let permissionRows = Kind(
    name: "permission rows",
    cases: integers.flatMap(numbers) + texts + blobs + places)

  private static let integers = [
    "version", "kind", "state", "starts", "ends", "retention", "event", "recorded", "changed",
    "sequence",
  ]

  private static func update(_ column: String, _ content: String, isLoose: Bool = false) -> Damage {
    // One door for what leaves, one for what comes in: they all read rows by the same code.
    Damage(
      sql: "UPDATE permission SET \(column)=\(content) WHERE id=?", isLoose: isLoose,
      through: [.accessNow, .put])
  }

  private static func numbers(_ column: String) -> [Damage] {
    [
      "-1", "\(Int64.min)", "\(Int64.max)", "\(column)+1", "\(column)-1", "\(column)+4294967296",
    ].map { update(column, $0) }
      + ["NULL", "'x'", "x'01'", "''", "CAST(\(column) AS TEXT)", "CAST(\(column) AS REAL)+0.5"].map
    {
      update(column, $0, isLoose: true)
    }
  }

  private static let texts =
    [
      "NULL", "''", "'web-form '", "'WEB-FORM'", "'silence'", "'signed-statement'",
      "'web-form' || char(0)",
    ].map { update("method", $0) }
    + ["1", "x'7765622d666f726d'"].map { update("method", $0, isLoose: true) }

  private static let blobs =
    ["notice", "detail"].flatMap { column in
      [
        update(column, "NULL"), update(column, "x''"), update(column, "zeroblob(32)"),
        update(column, "substr(\(column), 1, length(\(column)) - 1)"),
        update(column, bytes(column, "x'00'")),
        update(column, "CAST('x' AS TEXT)", isLoose: true), update(column, "1", isLoose: true),
      ]
    } + scopes + envelopes

  /// An owner stores without them: they are what a reader opens.
  private static let envelopes =
    [
      "NULL", "x''", "zeroblob(32)", "substr(envelope, 1, length(envelope) - 1)",
      bytes("envelope", "x'00'"), bytes("x'ff'", "substr(envelope, 2)"),
      // What somebody else agreed to; what Anna agreed to for something else.
      "(SELECT envelope FROM permission AS other WHERE other.purpose=permission.purpose "
        + "AND other.subject<>permission.subject)",
      "(SELECT envelope FROM permission AS other WHERE other.purpose<>permission.purpose "
        + "AND other.subject=permission.subject LIMIT 1)",
    ].map {
      Damage(sql: "UPDATE permission SET envelope=\($0) WHERE id=?", through: Door.out)
    }

  /// A scope up to its origins, which are volunteered and observed.
  private static let head = "substr(scope, 1, length(scope) - 6)"

  private static let scopes =
    [
      "x''", "x'00'", "zeroblob(9)", "zeroblob(4096)", "x'ffff'", "x'ffffffffffffffffff'",
      "substr(scope, 1, length(scope) - 1)", bytes("scope", "x'00'"), bytes("scope", "scope"),
      // Nothing, a number of nobody, the same number twice.
      "x'00000100010000000000020000'", "x'000100ff0100010000000000020000'",
      // A number of nobody beside the others, at the end: among the origins.
      bytes(head, "x'0003'", "substr(scope, -4)", "x'4000'"),
      // The same origin twice, and two in the wrong order.
      bytes(head, "x'0003'", "substr(scope, -4)", "x'0001'"),
      bytes(head, "x'0002'", "substr(scope, -2)", "substr(scope, -4, 2)"),
      // No origin, though two are implied.
      bytes(head, "x'0000'"),
    ].map { update("scope", $0) }
    + ["NULL", "CAST(scope AS TEXT)", "1"].map { update("scope", $0, isLoose: true) }

  private static let places =
    [
      "DELETE FROM permission WHERE id=?",
      "UPDATE permission SET subject=zeroblob(16) WHERE id=?",
      "UPDATE permission SET subject=x'' WHERE id=?",
      "UPDATE permission SET id=zeroblob(16) WHERE id=?",
      "UPDATE permission SET id=substr(id, 1, 15) WHERE id=?",
      "UPDATE permission SET id=\(bytes("id", "x'00'")) WHERE id=?",
      "UPDATE permission SET purpose=purpose+1 WHERE id=?",
      "UPDATE permission SET purpose=-1 WHERE id=?",
      "UPDATE permission SET purpose=purpose+65536 WHERE id=?",
      "UPDATE permission SET purpose=9223372036854775807 WHERE id=?",
      """
      INSERT INTO permission SELECT subject, purpose, zeroblob(16), version, kind, state, starts, ends, \
      method, notice, retention, event, recorded, changed, sequence, scope, detail, envelope \
      FROM permission WHERE id=?
      """,
      """
      UPDATE permission SET detail=(SELECT detail FROM permission AS other \
      WHERE other.purpose=permission.purpose AND other.subject<>permission.subject) WHERE id=?
      """,
      """
      UPDATE permission SET scope=(SELECT scope FROM permission AS other \
      WHERE other.purpose<>permission.purpose AND other.subject=permission.subject LIMIT 1) WHERE id=?
      """,
    ].map { Damage(sql: $0) }
}
