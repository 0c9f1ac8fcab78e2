import CSQLite
import VaultCrypto
import VaultModel

/// The tables of a vault, their versions, and how a database is proved to have exactly them.
///
/// ARCHITECTURE.md explains every table. SQLite keeps the text of each statement word for word in
/// `sqlite_schema`, so the objects that a database has can be compared with the ones we wrote.
enum Schema {
  /// "CVLT", in the header's application id (sqlite.org/fileformat.html, offset 68).
  static let applicationID = 0x4356_4C54

  /// What a version brought.
  struct Version {
    /// The tables that it has in another form: what earlier versions said of them counts no more.
    var replaced: Set<String> = []
    /// Its tables and indices.
    let statements: [String]
  }

  /// What each version brought; the version of a database is how many it has.
  ///
  /// The columns of a primary key come first: SQLite 3.40.1's integrity_check takes the others for
  /// NULL where they do not. The columns of a table stay as they are and where they are, so that its rows can be
  /// copied from a database of any version.
  ///
  /// INVARIANT: entries are appended, never edited: databases in the field were made by them.
  static let versions: [Version] = [
    Version(statements: [
      """
      CREATE TABLE subject(tag BLOB PRIMARY KEY, subject BLOB NOT NULL, wrapped BLOB, identity BLOB, \
      state BLOB NOT NULL) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX subject_by_id ON subject(subject)",
      """
      CREATE TABLE permission(subject BLOB NOT NULL, purpose INTEGER NOT NULL, id BLOB NOT NULL, \
      version INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, \
      starts INTEGER NOT NULL, ends INTEGER NOT NULL, method TEXT, notice BLOB, \
      retention INTEGER NOT NULL, event INTEGER NOT NULL, recorded INTEGER NOT NULL, \
      changed INTEGER NOT NULL, sequence INTEGER NOT NULL, scope BLOB NOT NULL, detail BLOB, \
      envelope BLOB, PRIMARY KEY(subject, purpose, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX permission_by_id ON permission(id)",
      """
      CREATE TABLE value(subject BLOB NOT NULL, category INTEGER NOT NULL, key TEXT NOT NULL, \
      version INTEGER NOT NULL, origin INTEGER NOT NULL, collected INTEGER NOT NULL, \
      sealed BLOB NOT NULL, PRIMARY KEY(subject, category, key)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE due(time INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY(time, subject)) \
      STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX due_by_subject ON due(subject)",
      """
      CREATE TABLE contact(subject BLOB NOT NULL, purpose INTEGER NOT NULL, time INTEGER NOT NULL, \
      leaf INTEGER NOT NULL, PRIMARY KEY(subject, purpose, time, leaf)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE policy(number INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, \
      canonical TEXT NOT NULL, digest BLOB NOT NULL, places TEXT NOT NULL, source TEXT NOT NULL, \
      loaded INTEGER NOT NULL, seal BLOB NOT NULL) STRICT
      """,
      """
      CREATE TABLE registry(kind INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, \
      PRIMARY KEY(kind, number)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE notice(policy INTEGER NOT NULL, id TEXT NOT NULL, language TEXT NOT NULL, \
      sha256 BLOB NOT NULL, text TEXT NOT NULL, PRIMARY KEY(policy, id, language)) \
      STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE bundle(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, leaves BLOB NOT NULL, \
      hashes BLOB NOT NULL, subjects BLOB NOT NULL) STRICT
      """,
      """
      CREATE TABLE frontier(id INTEGER PRIMARY KEY CHECK(id = 1), size INTEGER NOT NULL, \
      peaks BLOB NOT NULL, time INTEGER NOT NULL, transactions INTEGER NOT NULL, \
      indexed INTEGER NOT NULL) STRICT
      """,
      """
      CREATE TABLE tile(level INTEGER NOT NULL, number INTEGER NOT NULL, root BLOB NOT NULL, \
      PRIMARY KEY(level, number)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE history(subject BLOB NOT NULL, state INTEGER NOT NULL, leaf INTEGER NOT NULL, \
      PRIMARY KEY(subject, state, leaf)) STRICT, WITHOUT ROWID
      """,
    ]),
    Version(statements: [
      """
      CREATE TABLE request(id BLOB PRIMARY KEY, subject BLOB NOT NULL, kind INTEGER NOT NULL, \
      state INTEGER NOT NULL, received INTEGER NOT NULL, due INTEGER NOT NULL, closed INTEGER, \
      leaf INTEGER NOT NULL, sealed BLOB) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX request_by_subject ON request(subject)",
      "CREATE INDEX request_by_due ON request(state, due)",
      """
      CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, time INTEGER NOT NULL, note TEXT NOT NULL) \
      STRICT
      """,
      """
      CREATE TABLE witness(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) \
      STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE milestone(leaf INTEGER NOT NULL, kind INTEGER NOT NULL, until INTEGER NOT NULL, \
      PRIMARY KEY(leaf, kind)) STRICT, WITHOUT ROWID
      """,
    ]),
    Version(statements: [
      """
      CREATE TABLE signature(policy INTEGER PRIMARY KEY, key TEXT NOT NULL, note TEXT NOT NULL, \
      endorsement TEXT) STRICT
      """,
      """
      CREATE TABLE candidate(purpose INTEGER NOT NULL, subject BLOB NOT NULL, \
      shape INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(purpose, subject)) \
      STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX candidate_by_end ON candidate(purpose, until)",
      """
      CREATE TABLE shape(number INTEGER PRIMARY KEY, purpose INTEGER NOT NULL, \
      kind INTEGER NOT NULL, method TEXT NOT NULL, days INTEGER NOT NULL, scope BLOB NOT NULL, \
      count INTEGER NOT NULL) STRICT
      """,
      "CREATE UNIQUE INDEX shape_by_content ON shape(purpose, kind, method, days, scope)",
      "CREATE INDEX contact_by_purpose ON contact(purpose, time)",
    ]),
    // Rows of these tables are long. Without rowids SQLite keeps at most a quarter of a page of each in
    // the tree, also in its inner nodes (sqlite.org/withoutrowid.html, section 4; fileformat2.html,
    // section 1.6), and a search reads what lies outside for each comparison.
    Version(
      replaced: ["subject", "permission", "value"],
      statements: [
        """
        CREATE TABLE subject(tag BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, wrapped BLOB, \
        identity BLOB, state BLOB NOT NULL) STRICT
        """,
        "CREATE UNIQUE INDEX subject_by_id ON subject(subject)",
        """
        CREATE TABLE permission(subject BLOB NOT NULL, purpose INTEGER NOT NULL, id BLOB NOT NULL, \
        version INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, \
        starts INTEGER NOT NULL, ends INTEGER NOT NULL, method TEXT, notice BLOB, \
        retention INTEGER NOT NULL, event INTEGER NOT NULL, recorded INTEGER NOT NULL, \
        changed INTEGER NOT NULL, sequence INTEGER NOT NULL, scope BLOB NOT NULL, detail BLOB, \
        envelope BLOB, PRIMARY KEY(subject, purpose, id)) STRICT
        """,
        "CREATE UNIQUE INDEX permission_by_id ON permission(id)",
        """
        CREATE TABLE value(subject BLOB NOT NULL, category INTEGER NOT NULL, key TEXT NOT NULL, \
        version INTEGER NOT NULL, origin INTEGER NOT NULL, collected INTEGER NOT NULL, \
        sealed BLOB NOT NULL, PRIMARY KEY(subject, category, key)) STRICT
        """,
      ]),
  ]

  static var currentVersion: Int { versions.count }

  /// The statements that make a database of a version, each table before its indices.
  static func statements(of version: Int) -> [String] {
    versions[..<version].reduce(into: []) { all, next in
      all.removeAll { next.replaced.contains(table(of: $0)) }
      all += next.statements
    }
  }

  /// Which table a statement makes, or makes an index on: the word before its columns.
  static func table(of statement: String) -> String {
    statement.prefix { $0 != "(" }.split(separator: " ").last.map(String.init) ?? ""
  }

  /// Makes the tables of this version in an empty file, in one transaction.
  static func create(on connection: Connection) throws {
    try connection.execute("BEGIN IMMEDIATE")
    do {
      for statement in statements(of: currentVersion) { try connection.execute(statement) }
      try connection.execute("PRAGMA application_id=\(applicationID)")
      try connection.execute("PRAGMA user_version=\(currentVersion)")
      try connection.execute("COMMIT")
    } catch {
      try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// Refuses a database whose objects are not exactly those of its version: an extra trigger, view or
  /// index could make SQLite do what we never wrote.
  ///
  /// - Returns: its version.
  @discardableResult
  static func check(
    _ connection: Connection, database: String = "main"
  ) throws(StoreError) -> Int {
    let version = try version(of: connection, database: database)
    guard version <= currentVersion else {
      throw StoreError(
        .newerFormat, "the vault was made by a later version of cvault",
        hint: "update cvault; nothing was changed")
    }
    let found = try connection.text(
      "SELECT sql FROM \(database).sqlite_schema WHERE sql IS NOT NULL"
    ).map { $0[0] }
    guard version > 0, fingerprint(found) == fingerprint(statements(of: version))
    else {
      throw StoreError(
        .schema, "the database does not have the tables of a vault",
        hint: "somebody changed its schema, or it is another program's file; restore a backup")
    }
    return version
  }

  private static func version(
    of connection: Connection, database: String = "main"
  ) throws(StoreError) -> Int {
    let version = try connection.text("PRAGMA \(database).user_version").first?.first
    return version.flatMap { Int($0) } ?? 0
  }

  /// SHA-256 over the sorted statements, each ended by a NUL.
  private static func fingerprint(_ statements: [String]) -> Digest {
    SHA256.digest(of: Array(statements.sorted().joined(separator: "\0").utf8))
  }
}
