import ConsentVault

extension Damage {
  /// Contacts, the ledger's end, and the text of the schema.
  static let otherRows = Kind(
    name: "contacts, the ledger's end and the schema", cases: contacts + frontiers + schemas)

  /// Whatever counts as a contact counts; what is no time is an error.
  private static let contacts =
    ["\(RetailVault.noon.milliseconds)", "253402300799999", "253402300800000", "\(Int64.max)"].map {
      contact($0)
    }
    + ["'x'", "x'01'", "'1768039200000'", "1e300"].map { contact($0, isLoose: true) }

  private static func contact(_ time: String, isLoose: Bool = false) -> Damage {
    Damage(
      sql: """
        INSERT INTO contact SELECT subject, (SELECT number FROM registry \
        WHERE name='marketing.newsletter'), \(time), 0 FROM permission WHERE id=?
        """, .newsletter, isLoose: isLoose, through: [.check])
  }

  private static let frontiers =
    [
      "time=-1", "time=\(Int64.min)", "time=\(Int64.max)", "time=253402300799999",
      "time=253402300800000", "time=time+3600000", "size=0", "size=-1", "size=size-1",
      "size=\(Int64.min)",
    ].map { Damage(sql: "UPDATE frontier SET \($0)") }
    + ["time=NULL", "time='x'", "time=x'01'", "time=CAST(time AS TEXT)", "size=NULL", "size='x'"]
    .map { Damage(sql: "UPDATE frontier SET \($0)", isLoose: true) }
    + [Damage(sql: "DELETE FROM frontier")]

  private static let schemas =
    [
      "CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM contact; END",
      "CREATE VIEW v AS SELECT * FROM permission", "CREATE INDEX i ON permission(state)",
      "CREATE TABLE more(a)", "DROP INDEX permission_by_id", "DROP TABLE contact",
      "ALTER TABLE permission ADD COLUMN more BLOB", "ALTER TABLE contact RENAME TO contacts",
      "PRAGMA user_version=0", "PRAGMA user_version=99", "PRAGMA user_version=-1",
    ].map { sql in
      Damage(sql, by: .reopened) { try $0.files.raw().run(sql) }
    }
}
