/// The tables of GDPRbench-V in PostgreSQL, and who may do what with them.
///
/// `processor` reads data, for the purpose and the recipient of its transaction, under row-level security.
/// `keeper` stores and changes; a row-level policy wants a live consent for what it stores, and never touches a
/// consent that was withdrawn.
enum GDPRTables {
  static let schema = """
    CREATE EXTENSION pgcrypto;
    DO $$ BEGIN CREATE ROLE processor LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    DO $$ BEGIN CREATE ROLE keeper LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    CREATE TABLE subject(name text PRIMARY KEY, erased timestamptz);
    CREATE TABLE consent(
      subject text NOT NULL, purpose integer NOT NULL, categories integer NOT NULL,
      recipient integer NOT NULL, objected boolean NOT NULL, withdrawn boolean NOT NULL,
      given timestamptz NOT NULL, until timestamptz NOT NULL, PRIMARY KEY(subject, purpose));
    CREATE INDEX consent_of_purpose ON consent(purpose, recipient);
    CREATE INDEX consent_end ON consent(until);
    CREATE TABLE record(
      subject text NOT NULL, category integer NOT NULL, purpose integer NOT NULL,
      origin integer NOT NULL, collected timestamptz NOT NULL, value bytea NOT NULL,
      PRIMARY KEY(subject, category));
    CREATE INDEX record_of_purpose ON record(purpose, subject);
    CREATE TABLE audit(
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL,
      kind text NOT NULL, subject text, purpose integer, denied boolean NOT NULL);

    ALTER TABLE record ENABLE ROW LEVEL SECURITY;
    ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
    -- Each setting is read in a subquery of its own, so once a statement and not once a row.
    CREATE POLICY reads ON record FOR SELECT TO processor USING (
      purpose=(SELECT current_setting('gdpr.purpose')::integer)
      AND EXISTS (SELECT 1 FROM consent AS c
        WHERE c.subject=record.subject AND c.purpose=record.purpose AND c.until>now()
        AND ((SELECT current_setting('gdpr.recipient'))='self'
          OR (c.recipient::text=(SELECT current_setting('gdpr.recipient')) AND NOT c.objected))));
    CREATE POLICY keeps ON record FOR SELECT TO keeper USING (true);
    CREATE POLICY stores ON record FOR INSERT TO keeper WITH CHECK (EXISTS (
      SELECT 1 FROM consent AS c WHERE c.subject=record.subject AND c.purpose=record.purpose
      AND c.until>now() AND c.categories >> record.category & 1 = 1));
    CREATE POLICY replaces ON record FOR UPDATE TO keeper USING (EXISTS (
      SELECT 1 FROM consent AS c WHERE c.subject=record.subject AND c.purpose=record.purpose
      AND c.until>now()));
    CREATE POLICY deletes ON record FOR DELETE TO keeper USING (true);
    CREATE POLICY looks ON consent FOR SELECT TO processor, keeper USING (true);
    CREATE POLICY gives ON consent FOR INSERT TO keeper WITH CHECK (true);
    CREATE POLICY changes ON consent FOR UPDATE TO keeper
      USING (NOT withdrawn) WITH CHECK (true);
    CREATE POLICY deletes ON consent FOR DELETE TO keeper USING (true);
    GRANT SELECT ON record, consent, subject TO processor;
    GRANT SELECT, INSERT, UPDATE, DELETE ON record, consent, subject TO keeper;
    GRANT SELECT, INSERT ON audit TO processor, keeper;
    """

  /// Under a live consent that covers the category: no row if there is none.
  static let store = audited(
    "create", "$1", "NULL::integer",
    """
    INSERT INTO record
    SELECT $1, $2, purpose, 0, now(), encrypt($3,$4,'aes') FROM consent
    WHERE subject=$1 AND until>now() AND categories >> $2 & 1 = 1
    ON CONFLICT (subject, category) DO UPDATE SET value=excluded.value RETURNING 1
    """)
  static let addSubject = "INSERT INTO subject VALUES($1, NULL)"
  static let addConsent = """
    INSERT INTO consent
    VALUES($1, $2, $3, $4, false, false, now(), now() + $5::integer * interval '1 day')
    """
  static let renew = audited(
    "renew", "$1", "$2",
    """
    UPDATE consent SET until=now() + $3::integer * interval '1 day', objected=false
    WHERE subject=$1 AND purpose=$2 RETURNING 1
    """)
  static let renewMany = audited(
    "renew", "NULL", "$2",
    """
    UPDATE consent SET until=now() + $3::integer * interval '1 day', objected=false
    WHERE subject=ANY($1) AND purpose=$2 RETURNING 1
    """)
  static let expire = audited(
    "expire", "$1", "$2",
    "UPDATE consent SET until=now() WHERE subject=$1 AND purpose=$2 RETURNING 1")
  static let withdraw = audited(
    "withdraw", "$1", "$2",
    "UPDATE consent SET until=now(), withdrawn=true WHERE subject=$1 AND purpose=$2 RETURNING 1")
  static let object = audited(
    "object", "$1", "$2",
    "UPDATE consent SET objected=true WHERE subject=$1 AND purpose=$2 RETURNING 1")
  static let deleteRecord = audited(
    "delete", "$1", "NULL::integer",
    "DELETE FROM record WHERE subject=$1 AND category=$2 RETURNING 1")
  static let deleteSubject = """
    WITH records AS (DELETE FROM record WHERE subject=$1),
    consents AS (DELETE FROM consent WHERE subject=$1),
    audited AS (INSERT INTO audit(at, kind, subject, denied) VALUES(now(), 'erase', $1, false))
    UPDATE subject SET erased=now() WHERE name=$1
    """
  static let sweep = """
    WITH ended AS (DELETE FROM consent WHERE until<=now() RETURNING subject, purpose),
    audited AS (INSERT INTO audit(at, kind, denied) VALUES(now(), 'sweep', false))
    DELETE FROM record USING ended
    WHERE record.subject=ended.subject AND record.purpose=ended.purpose
    """
  static let setting =
    "SELECT set_config('gdpr.purpose', $1, true), set_config('gdpr.recipient', $2, true)"
  static let read = """
    WITH permitted AS (
      SELECT decrypt(value,$3,'aes') AS value FROM record WHERE subject=$1 AND category=$2
    ), audited AS (
      INSERT INTO audit(at, kind, subject, denied)
      SELECT now(), 'read', $1, NOT EXISTS (SELECT 1 FROM permitted)
    ) SELECT value FROM permitted
    """
  /// A row of the audit for each record.
  static let readPurpose = """
    WITH permitted AS (
      SELECT subject, decrypt(value,$2,'aes') AS value FROM record WHERE purpose=$1
    ), audited AS (
      INSERT INTO audit(at, kind, subject, purpose, denied)
      SELECT now(), 'read', subject, $1, false FROM permitted
    ) SELECT value FROM permitted
    """
  static let metadata = """
    WITH known AS (SELECT name FROM subject WHERE name=$1 AND erased IS NULL), audited AS (
      INSERT INTO audit(at, kind, subject, denied)
      SELECT now(), 'metadata', $1, NOT EXISTS (SELECT 1 FROM known)
    ) SELECT purpose FROM known LEFT JOIN consent ON subject=name AND until>now()
    """
  static let verifyLog =
    "SELECT number, at, kind, subject, purpose, denied FROM audit "
    + "ORDER BY number DESC LIMIT $1"
  static let proveDeletion = """
    WITH gone AS (SELECT erased FROM subject WHERE name=$1 AND erased IS NOT NULL), audited AS (
      INSERT INTO audit(at, kind, subject, denied)
      SELECT now(), 'prove', $1, NOT EXISTS (SELECT 1 FROM gone)
    ) SELECT erased FROM gone
    """

  /// A change and its row of the audit in one statement, which answers whether anything was changed.
  private static func audited(
    _ kind: String, _ subject: String, _ purpose: String, _ change: String
  ) -> String {
    """
    WITH changed AS (\(change)), audited AS (
      INSERT INTO audit(at, kind, subject, purpose, denied)
      SELECT now(), '\(kind)', \(subject), \(purpose), NOT EXISTS (SELECT 1 FROM changed)
    ) SELECT 1 FROM changed
    """
  }
}
