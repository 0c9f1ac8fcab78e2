public import Measuring

/// The customers' records in PostgreSQL: row-level security by consent, values encrypted with pgcrypto, an
/// audit row in the statement that reads.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
public final class CustomerTables: @unchecked Sendable {
  private let owner: Connection
  private let connection: Connection
  private var one: [Encryption: Statement] = [:]
  private var many: [Encryption: Statement] = [:]
  private let all: Statement

  /// The version of the server.
  public var version: String { connection.version }

  /// Makes a database in the server whose socket is in `folder`, and fills it; the tables of `pgp_sym_encrypt`
  /// hold the records of the purpose alone, and only so many under a password.
  public init(folder: String, _ customers: Customers, passwords: Int) throws {
    let server = try Connection(folder: folder, user: "postgres", database: "postgres")
    try server.execute("DROP DATABASE IF EXISTS customers")
    try server.execute("CREATE DATABASE customers")
    owner = try Connection(folder: folder, user: "postgres", database: "customers")
    try owner.execute(Self.schema)
    for encryption in Encryption.allCases { try owner.execute(Self.schema(of: encryption)) }
    try Self.fill(owner, customers, passwords: passwords)
    connection = try Connection(folder: folder, user: "application", database: "customers")
    try connection.execute("SET consent.purpose=\(Customers.purpose)")
    for encryption in Encryption.allCases {
      one[encryption] = try connection.prepare(
        "one_\(encryption)", Self.reading(encryption, "subject=$2 AND"))
      many[encryption] = try connection.prepare(
        "many_\(encryption)", Self.reading(encryption, "subject=ANY($2) AND"))
    }
    all = try connection.prepare("all", Self.reading(.bare, ""))
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
  public func read(_ name: String, _ encryption: Encryption = .bare) throws -> Int {
    guard let statement = one[encryption] else { return 0 }
    return try bytes(
      in: connection.run(statement, Parameters().adding(encryption.key).adding(name)))
  }

  /// Many in one statement.
  public func read(_ names: ArraySlice<String>, _ encryption: Encryption = .bare) throws -> Int {
    guard let statement = many[encryption] else { return 0 }
    return try bytes(
      in: connection.run(statement, Parameters().adding(encryption.key).adding(names)))
  }

  /// As many statements in one round trip and one transaction.
  public func pipeline(_ names: ArraySlice<String>) throws -> Int {
    guard let statement = one[.bare] else { return 0 }
    let key = Parameters().adding(Encryption.bare.key)
    var sum = 0
    try connection.pipeline(names.map { (statement, key.adding($0)) }) { sum += bytes(in: $1) }
    return sum
  }

  /// Everybody whom the purpose may read, in one statement that finds them itself.
  public func readPurpose() throws -> Int {
    try bytes(in: connection.run(all, Parameters().adding(Encryption.bare.key)))
  }

  private func bytes(in rows: borrowing Rows) -> Int {
    var sum = 0
    for row in 0..<rows.count { sum += rows.byteCount(row, 1) }
    return sum
  }

  private static func reading(_ encryption: Encryption, _ condition: String) -> String {
    """
    WITH permitted AS (
      SELECT subject, category, \(encryption.decrypted("$1")) AS value FROM \(encryption.table)
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
    let givers = customers.givers(of: Customers.purpose)
    for encryption in Encryption.allCases {
      let record = try owner.prepare(
        "record_\(encryption)",
        """
        INSERT INTO \(encryption.table)
        SELECT name, $2, 0, now(), \(encryption.encrypted("$3", "$4")) FROM unnest($1::text[]) AS name
        """)
      let names: ArraySlice<String> =
        switch encryption {
        case .bare: customers.names[...]
        case .keyed: givers
        case .password: givers.prefix(passwords)
        }
      for category in 0..<Customers.categories
      where encryption == .bare || category == Customers.category(of: Customers.purpose) {
        _ = try owner.run(
          record,
          Parameters().adding(names).adding(Int32(category)).adding(Customers.value)
            .adding(encryption.key))
      }
    }
    try owner.execute("VACUUM ANALYZE")
    try owner.execute("CHECKPOINT")
  }

  private static let schema = """
    CREATE EXTENSION pgcrypto;
    DO $$ BEGIN CREATE ROLE application LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    CREATE TABLE consent(
      subject text NOT NULL, purpose integer NOT NULL, given timestamptz NOT NULL,
      until timestamptz NOT NULL, withdrawn timestamptz, PRIMARY KEY(subject, purpose));
    CREATE INDEX consent_of_purpose ON consent(purpose, subject)
      INCLUDE (given, until) WHERE withdrawn IS NULL;
    CREATE TABLE audit(
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL,
      actor text NOT NULL, purpose integer NOT NULL, subject text NOT NULL,
      category integer NOT NULL);
    GRANT SELECT ON consent TO application;
    GRANT INSERT ON audit TO application;
    """

  // The setting is read in a subquery of its own, so that it is read once a statement and not once a row.
  private static func schema(of encryption: Encryption) -> String {
    """
    CREATE TABLE \(encryption.table)(
      subject text NOT NULL, category integer NOT NULL, origin integer NOT NULL,
      collected timestamptz NOT NULL, value bytea NOT NULL, PRIMARY KEY(subject, category));
    CREATE INDEX ON \(encryption.table)(category, subject);
    ALTER TABLE \(encryption.table) ENABLE ROW LEVEL SECURITY;
    CREATE POLICY purpose ON \(encryption.table) FOR SELECT TO application USING (EXISTS (
      SELECT 1 FROM consent WHERE consent.subject=\(encryption.table).subject
      AND purpose=(SELECT current_setting('consent.purpose')::integer)
      AND given<=now() AND until>now() AND withdrawn IS NULL));
    GRANT SELECT ON \(encryption.table) TO application;
    """
  }
}
