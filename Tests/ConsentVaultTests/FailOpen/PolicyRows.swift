extension Damage {
  /// The policy's versions and the notices, which are proved when a version is read.
  static let policyRows = Kind(
    name: "policy rows and notices",
    cases: edits + loose + versions + notices)

  private static func update(_ change: String, isLoose: Bool = false) -> Damage {
    Damage(
      sql: "UPDATE policy SET \(change)", isLoose: isLoose, through: [.check, .put], by: .reopened)
  }

  private static let edits =
    ["name", "version", "canonical", "places", "source"].flatMap { column in
      [
        "''", "\(column) || ' '", "\(column) || char(0)", "char(0) || \(column)",

      ]
      .map { update("\(column)=\($0)") }
    }
    + [
      "canonical='{}'", "canonical='null'", "canonical='[]'", "canonical='{'",
      "canonical=replace(canonical, '\"deny\"', '\"permit\"')",
      "canonical=replace(canonical, 'stylist', 'insight')",
      "canonical=replace(canonical, '31536000000', '-1')",
      "canonical=replace(canonical, '31536000000', '9223372036854775808')",
      "canonical=replace(canonical, '31536000000', '3.15e10')", "digest=x''",
      "digest=zeroblob(32)", "digest=zeroblob(33)", "digest=\(bytes("digest", "x'00'"))",
      "digest=seal",
      "seal=x''", "seal=zeroblob(32)", "seal=digest", "seal=\(bytes("seal", "x'00'"))", "loaded=-1",
      "loaded=0", "loaded=loaded+1", "loaded=\(Int64.min)", "loaded=\(Int64.max)", "number=0",
      "number=-1", "number=2", "number=4294967296", "number=\(Int64.max)",
    ].map { update($0) }

  private static let loose =
    ["name", "version", "canonical", "places", "source"].flatMap { column in
      ["NULL", "1", "CAST(\(column) AS BLOB)"].map { update("\(column)=\($0)", isLoose: true) }
    }
    + [
      "digest=NULL", "digest=CAST(digest AS TEXT)", "seal=NULL", "seal=1", "loaded=NULL",
      "loaded='x'", "loaded=CAST(loaded AS TEXT)", "loaded=loaded+0.5",
    ].map { update($0, isLoose: true) }

  /// Numbers that point nowhere, or at two; others see at once that the number moved.
  private static let versions =
    [
      "DELETE FROM policy",
      "INSERT INTO policy SELECT number+1, name, version, canonical, digest, places, source, loaded, seal FROM policy",
      "INSERT INTO policy SELECT number+1, name, '2099.1.1', canonical, digest, places, source, loaded, seal FROM policy",
      "INSERT INTO policy SELECT 4294967295, name, version, canonical, digest, places, source, loaded, seal FROM policy",
      "INSERT INTO policy SELECT 4294967296, name, version, canonical, digest, places, source, loaded, seal FROM policy",
      "INSERT INTO policy VALUES(99, '', '', '', x'', '', '', 0, x'')",
      "UPDATE policy SET number=7",
    ].map { Damage(sql: $0) }

  private static let notices =
    [
      "UPDATE notice SET id='marketing-letter' WHERE id='marketing-styling'",
      "UPDATE notice SET id=id || char(0)", "UPDATE notice SET language='de'",
      "UPDATE notice SET language=''", "UPDATE notice SET policy=2", "UPDATE notice SET policy=-1",
      "UPDATE notice SET sha256=zeroblob(32)", "UPDATE notice SET sha256=x''",
      "DELETE FROM notice", "DELETE FROM notice WHERE id='marketing-styling'",
      "INSERT INTO notice VALUES(1, 'new', 'en', zeroblob(32), 'All is allowed.')",
    ].map { Damage(sql: $0, through: [.check, .put], by: .reopened) }
    + ["sha256=NULL", "sha256=CAST(sha256 AS TEXT)", "id=CAST(id AS BLOB)", "policy='1'"].map {
      Damage(
        sql: "UPDATE notice SET \($0)", isLoose: true, through: [.check, .put], by: .reopened)
    }
}
