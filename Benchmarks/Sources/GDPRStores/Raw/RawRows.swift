/// The tables of the comparison, and every statement on them.
struct RawRows {
  /// The tables for values of some size.
  ///
  /// Without rowids a row above a quarter of a page spills onto pages of its own, so large values have rowids.
  static func schema(valueSize: Int) -> String {
    tables + (valueSize < 500 ? " STRICT, WITHOUT ROWID" : " STRICT")
  }

  private static let tables = """
    CREATE TABLE subject(name TEXT PRIMARY KEY, erased INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE consent(subject TEXT NOT NULL, purpose INTEGER NOT NULL, \
    categories INTEGER NOT NULL, recipient INTEGER NOT NULL, objected INTEGER NOT NULL, \
    withdrawn INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, \
    method INTEGER NOT NULL, notice INTEGER NOT NULL, version INTEGER NOT NULL, \
    PRIMARY KEY(subject, purpose)) STRICT, WITHOUT ROWID;
    CREATE INDEX consent_purpose ON consent(purpose, recipient);
    CREATE INDEX consent_end ON consent(until);
    CREATE TABLE record(subject TEXT NOT NULL, category INTEGER NOT NULL, \
    origin INTEGER NOT NULL, collected INTEGER NOT NULL, version INTEGER NOT NULL, \
    value BLOB NOT NULL, PRIMARY KEY(subject, category))
    """

  private static let covered = "c.categories >> r.category & 1 = 1"

  let addSubject: RawStatement
  let addConsent: RawStatement
  let addRecord: RawStatement
  let read: RawStatement
  let metadata: RawStatement
  let subject: RawStatement
  let readPurpose: RawStatement
  let readRecipient: RawStatement
  let update: RawStatement
  let renew: RawStatement
  let end: RawStatement
  let object: RawStatement
  let deleteRecord: RawStatement
  let deleteSubject: [RawStatement]
  let sweep: [RawStatement]

  init(_ database: RawDatabase) throws {
    addSubject = try database.statement("INSERT INTO subject VALUES(?1, 0)")
    addConsent = try database.statement(
      "INSERT INTO consent VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 1, 1)")
    addRecord = try database.statement(
      "INSERT OR REPLACE INTO record VALUES(?1, ?2, ?3, ?4, 1, ?5)")
    read = try database.statement("SELECT value FROM record WHERE subject = ?1 AND category = ?2")
    metadata = try database.statement(
      """
      SELECT purpose, categories, recipient, objected, withdrawn, until, since, method, notice, \
      version FROM consent WHERE subject = ?1
      """)
    subject = try database.statement("SELECT erased FROM subject WHERE name = ?1")
    let byPurpose = """
      SELECT r.value FROM consent c JOIN record r ON r.subject = c.subject \
      WHERE c.purpose = ?1 AND c.until > ?2 AND \(Self.covered)
      """
    readPurpose = try database.statement(byPurpose)
    readRecipient = try database.statement(byPurpose + " AND c.recipient = ?3 AND c.objected = 0")
    update = try database.statement(
      "UPDATE record SET value = ?3, version = version + 1 WHERE subject = ?1 AND category = ?2")
    renew = try database.statement(
      """
      UPDATE consent SET until = ?3, objected = 0, version = version + 1 \
      WHERE subject = ?1 AND purpose = ?2 AND withdrawn = 0
      """)
    end = try database.statement(
      """
      UPDATE consent SET until = ?3, withdrawn = ?4, version = version + 1 \
      WHERE subject = ?1 AND purpose = ?2
      """)
    object = try database.statement(
      "UPDATE consent SET objected = 1 WHERE subject = ?1 AND purpose = ?2")
    deleteRecord = try database.statement("DELETE FROM record WHERE subject = ?1 AND category = ?2")
    deleteSubject = try [
      "DELETE FROM record WHERE subject = ?1", "DELETE FROM consent WHERE subject = ?1",
      "UPDATE subject SET erased = 1 WHERE name = ?1",
    ].map(database.statement)
    sweep = try [
      """
      DELETE FROM record WHERE (subject, category) IN (SELECT r.subject, r.category \
      FROM consent c JOIN record r ON r.subject = c.subject WHERE c.until <= ?1 AND \(Self.covered))
      """,
      "DELETE FROM consent WHERE until <= ?1",
    ].map(database.statement)
  }
}
