public import Measuring

/// The customers' records in PostgreSQL: row-level security by consent, values encrypted with pgcrypto, an
/// audit row in the statement that reads.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
public final class CustomerTables: @unchecked Sendable {
  private static let key = (0..<32).map { UInt8($0) }
  private static let password = "a password of the application"

  private let owner: Connection
  private let connection: Connection
  private let one: Statement
  private let oneByPassword: Statement
  private let many: Statement
  private let all: Statement

  /// The version of the server.
  public var version: String { connection.version }

  /// Makes a database in the server whose socket is in `folder`, and fills it; the values of so many
  /// customers are also encrypted with `pgp_sym_encrypt`, under `passwords`.
  public init(folder: String, _ customers: Customers, passwords: Int) throws {
    let server = try Connection(folder: folder, user: "postgres", database: "postgres")
    try server.execute("DROP DATABASE IF EXISTS customers")
    try server.execute("CREATE DATABASE customers")
    owner = try Connection(folder: folder, user: "postgres", database: "customers")
    try owner.execute(Self.schema)
    try Self.fill(owner, customers, passwords: passwords)
    connection = try Connection(folder: folder, user: "application", database: "customers")
    try connection.execute("SET consent.purpose=\(Customers.purpose)")
    one = try connection.prepare(
      "one", Self.reading("decrypt(value,$2,'aes')", from: "record", where: "subject=$1 AND"))
    oneByPassword = try connection.prepare(
      "password",
      Self.reading(
        "pgp_sym_decrypt_bytea(value,$2)", from: "record_by_password", where: "subject=$1 AND"))
    many = try connection.prepare(
      "many", Self.reading("decrypt(value,$2,'aes')", from: "record", where: "subject=ANY($1) AND"))
    all = try connection.prepare(
      "all", Self.reading("decrypt(value,$1,'aes')", from: "record", where: ""))
  }

  /// What a commit waits for in what follows: `on`, or `off`.
  public func setSynchronousCommit(_ value: String) throws {
    try connection.execute("SET synchronous_commit=\(value)")
  }

  /// Whether the server syncs its log at all; takes effect before it returns.
  public func setSyncing(_ isOn: Bool) throws {
    try owner.execute("ALTER SYSTEM SET fsync=\(isOn ? "on" : "off")")
    try owner.execute("SELECT pg_reload_conf(), pg_sleep(0.5)")
  }

  /// One read in a statement and a transaction of its own: the bytes of the value.
  public func read(_ name: String) throws -> Int {
    try bytes(in: connection.run(one, Parameters().adding(name).adding(Self.key)))
  }

  /// The same from values that a password protects.
  public func readByPassword(_ name: String) throws -> Int {
    try bytes(in: connection.run(oneByPassword, Parameters().adding(name).adding(Self.password)))
  }

  /// Many in one statement.
  public func read(_ names: ArraySlice<String>) throws -> Int {
    try bytes(in: connection.run(many, Parameters().adding(names).adding(Self.key)))
  }

  /// As many statements in one round trip and one transaction.
  public func pipeline(_ names: ArraySlice<String>) throws -> Int {
    var sum = 0
    try connection.pipeline(names.map { (one, Parameters().adding($0).adding(Self.key)) }) {
      sum += bytes(in: $1)
    }
    return sum
  }

  /// Everybody whom the purpose may read, in one statement that finds them itself.
  public func readPurpose() throws -> Int {
    try bytes(in: connection.run(all, Parameters().adding(Self.key)))
  }

  private func bytes(in rows: borrowing Rows) -> Int {
    var sum = 0
    for row in 0..<rows.count { sum += rows.byteCount(row, 1) }
    return sum
  }

  private static func reading(
    _ value: String, from table: String, where condition: String
  ) -> String {
    """
    WITH permitted AS (
      SELECT subject, category, \(value) AS value FROM \(table)
      WHERE \(condition) category=\(Customers.category(of: Customers.purpose))
    ), audited AS (
      INSERT INTO audit(at, actor, purpose, subject, category)
      SELECT now(), 'campaign', \(Customers.purpose), subject, category FROM permitted
    ) SELECT subject, value FROM permitted
    """
  }

  private static func fill(_ owner: Connection, _ customers: Customers, passwords: Int) throws {
    let consent = try owner.prepare(
      "consent",
      """
      INSERT INTO consent SELECT unnest($1::text[]), $2, now() - interval '1 hour',
      now() + interval '300 days', NULL
      """)
    for purpose in 0..<Customers.purposes {
      _ = try owner.run(
        consent, Parameters().adding(customers.givers(of: purpose)).adding(Int32(purpose)))
    }
    let record = try owner.prepare(
      "record",
      "INSERT INTO record SELECT unnest($1::text[]), $2, 0, now(), encrypt($3,$4,'aes')")
    for category in 0..<Customers.categories {
      _ = try owner.run(
        record,
        Parameters().adding(customers.names).adding(Int32(category)).adding(Customers.value)
          .adding(key))
    }
    let sealed = try owner.prepare(
      "password",
      """
      INSERT INTO record_by_password
      SELECT name, $2, 0, now(), pgp_sym_encrypt_bytea($3,$4) FROM unnest($1::text[]) AS name
      """)
    _ = try owner.run(
      sealed,
      Parameters().adding(customers.givers(of: Customers.purpose).prefix(passwords))
        .adding(Int32(Customers.category(of: Customers.purpose))).adding(Customers.value)
        .adding(password))
    try owner.execute("VACUUM ANALYZE")
    try owner.execute("CHECKPOINT")
  }

  // The setting is read in a subquery of its own, so that it is read once a statement and not once a row.
  private static let schema = """
    CREATE EXTENSION pgcrypto;
    DO $$ BEGIN CREATE ROLE application LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    CREATE TABLE consent(
      subject text NOT NULL, purpose integer NOT NULL, given timestamptz NOT NULL,
      until timestamptz NOT NULL, withdrawn timestamptz, PRIMARY KEY(subject, purpose));
    CREATE INDEX consent_of_purpose ON consent(purpose, subject)
      INCLUDE (given, until) WHERE withdrawn IS NULL;
    CREATE TABLE record(
      subject text NOT NULL, category integer NOT NULL, origin integer NOT NULL,
      collected timestamptz NOT NULL, value bytea NOT NULL, PRIMARY KEY(subject, category));
    CREATE TABLE record_by_password(LIKE record INCLUDING ALL);
    CREATE INDEX record_of_category ON record(category, subject);
    CREATE TABLE audit(
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL,
      actor text NOT NULL, purpose integer NOT NULL, subject text NOT NULL,
      category integer NOT NULL);
    ALTER TABLE record ENABLE ROW LEVEL SECURITY;
    ALTER TABLE record_by_password ENABLE ROW LEVEL SECURITY;
    CREATE POLICY purpose ON record FOR SELECT TO application USING (EXISTS (
      SELECT 1 FROM consent WHERE consent.subject=record.subject
      AND purpose=(SELECT current_setting('consent.purpose')::integer)
      AND given<=now() AND until>now() AND withdrawn IS NULL));
    CREATE POLICY purpose ON record_by_password FOR SELECT TO application USING (EXISTS (
      SELECT 1 FROM consent WHERE consent.subject=record_by_password.subject
      AND purpose=(SELECT current_setting('consent.purpose')::integer)
      AND given<=now() AND until>now() AND withdrawn IS NULL));
    GRANT SELECT ON record, record_by_password, consent TO application;
    GRANT INSERT ON audit TO application;
    """
}
