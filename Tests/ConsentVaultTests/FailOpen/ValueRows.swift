extension Damage {
  /// The stored values; their times and origins are believed under their seals alone.
  static let valueRows = Kind(
    name: "value rows",
    cases: ["version", "origin", "collected"].flatMap(numbers)
      + [
        "sealed=x''", "sealed=x'00'", "sealed=zeroblob(64)", "sealed=zeroblob(1048577)",
        "sealed=substr(sealed, 1, length(sealed) - 1)", "sealed=\(bytes("sealed", "x'00'"))",
        "sealed=\(bytes("x'ff'", "substr(sealed, 2)"))",
        "sealed=\(bytes("substr(sealed, 2)", "x'00'"))",
        "sealed=(SELECT sealed FROM value AS other WHERE other.subject<>value.subject "
          + "AND other.category=value.category)",
        "sealed=(SELECT sealed FROM value AS other WHERE other.subject=value.subject "
          + "AND other.category<>value.category LIMIT 1)",
        "sealed=(SELECT envelope FROM permission WHERE id=?1)", "key='other'",
        "key=char(0)", "key=key || char(0)", "key=CAST(zeroblob(300) AS TEXT)",
      ].map { update($0) }
      + ["sealed=NULL", "sealed=1", "sealed=CAST(sealed AS TEXT)", "key=1", "key=x''"].map {
        update($0, isLoose: true)
      }
      + [
        Damage(
          sql: """
            INSERT INTO value SELECT subject, category, 'more', version, origin, collected, sealed \
            FROM value WHERE \(style)
            """, through: Door.out),
        Damage(
          sql: """
            INSERT INTO value SELECT subject, category, 'more', 1, 0, 0, x'00' FROM value \
            WHERE \(style)
            """, through: Door.out),
      ])

  /// Anna's style.
  private static let style = """
    subject=\(annasID) AND category=(SELECT number FROM registry WHERE name='preference.style')
    """

  private static func update(_ change: String, isLoose: Bool = false) -> Damage {
    Damage(sql: "UPDATE value SET \(change) WHERE \(style)", isLoose: isLoose, through: Door.out)
  }

  private static func numbers(_ column: String) -> [Damage] {
    [
      "-1", "\(Int64.min)", "\(Int64.max)", "\(column)+1", "\(column)+4294967296",
      "\(column)+65536",
    ].map { update("\(column)=\($0)") }
      + ["NULL", "'x'", "x'01'", "CAST(\(column) AS TEXT)", "CAST(\(column) AS REAL)+0.5"].map {
        update("\(column)=\($0)", isLoose: true)
      }
  }
}
