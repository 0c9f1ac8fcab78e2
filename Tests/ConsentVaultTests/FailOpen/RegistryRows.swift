extension Damage {
  /// The names of the numbers.
  static let registryRows = Kind(
    name: "registry rows",
    cases: [
      "DELETE FROM registry", "DELETE FROM registry WHERE number=0",
      "DELETE FROM registry WHERE kind=4 AND number=0", "DELETE FROM registry WHERE kind=6",
      "DELETE FROM registry WHERE kind=6 AND number=0",
      "DELETE FROM registry WHERE name='stylist'", "DELETE FROM registry WHERE name='broker'",
      "DELETE FROM registry WHERE kind=5 AND number=(SELECT max(number) FROM registry WHERE kind=5)",
      "UPDATE registry SET name='x' WHERE name='preference.style'",
      "UPDATE registry SET name=''", "UPDATE registry SET name='' WHERE name='stylist'",
      "UPDATE registry SET name=name || char(0)", "UPDATE registry SET name=upper(name)",
      "UPDATE registry SET name='stylist' WHERE name='insight'",
      "UPDATE registry SET name='preference.style' WHERE name='preference.size'",
      "UPDATE registry SET name='others' WHERE kind=4 AND number=0",
      "UPDATE registry SET name='inferred' WHERE name='observed'",
      "UPDATE registry SET number=number+1 WHERE kind=5 AND number=(SELECT max(number) FROM registry WHERE kind=5)",
      "UPDATE registry SET number=-1 WHERE name='push'",
      "UPDATE registry SET number=65536 WHERE name='push'",
      "UPDATE registry SET number=\(Int64.max) WHERE name='push'",
      "UPDATE registry SET kind=7 WHERE kind=5", "UPDATE registry SET kind=0 WHERE kind=5",
      "UPDATE registry SET kind=-1 WHERE kind=5", "UPDATE registry SET kind=261 WHERE kind=5",
      "INSERT INTO registry VALUES(2, 999, 'new')", "INSERT INTO registry VALUES(99, 0, 'new')",
      "INSERT INTO registry SELECT 2, max(number)+1, 'new' FROM registry WHERE kind=2",
      "INSERT INTO registry SELECT 2, max(number)+1, 'preference.style' FROM registry WHERE kind=2",
      swap("stylist", "insight"), swap("preference.style", "preference.size"),
      swap("marketing.styling", "marketing.newsletter"), swap("in-app", "push"),
      swap("volunteered", "inferred"), swap("self", "broker"),
    ].map { Damage(sql: $0, through: [.check, .put], by: .reopened) }
      + [
        "name=NULL", "name=1", "name=CAST(name AS BLOB)", "number=CAST(number AS TEXT)",
        "number=number+0.5", "kind=CAST(kind AS TEXT)",
      ].map {
        Damage(
          sql: "UPDATE registry SET \($0) WHERE name='push'", isLoose: true,
          through: [.check, .put], by: .reopened)
      }
      + [
        Damage(
          sql: """
            WITH RECURSIVE n(i) AS (VALUES(1000) UNION ALL SELECT i+1 FROM n WHERE i<66000) \
            INSERT INTO registry SELECT 3, i, 'a' || i FROM n
            """, through: [.check, .put], by: .reopened),
        Damage(
          sql: """
            WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<100) \
            INSERT INTO registry SELECT 5, i+(SELECT max(number) FROM registry WHERE kind=5), 'c' || i \
            FROM n
            """, through: [.check, .put], by: .reopened),
      ])

  private static func swap(_ one: String, _ other: String) -> String {
    """
    UPDATE registry SET name=CASE name WHEN '\(one)' THEN '\(other)' ELSE '\(one)' END \
    WHERE name IN ('\(one)', '\(other)')
    """
  }
}
