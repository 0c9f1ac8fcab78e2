import GDPRBench

/// A table of what was asked, in a file of its own that is never synced.
final class RawAudit {
  let database: RawDatabase
  private let insert: RawStatement
  private let last: RawStatement

  init(_ path: String) throws {
    database = try RawDatabase(
      path, synchronous: "OFF",
      schema: """
        CREATE TABLE audit(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, \
        subject INTEGER, purpose INTEGER, denied INTEGER NOT NULL) STRICT
        """)
    insert = try database.statement(
      "INSERT INTO audit(kind, time, subject, purpose, denied) VALUES(?1, ?2, ?3, ?4, ?5)")
    last = try database.statement(
      "SELECT time, kind, subject, purpose, denied FROM audit ORDER BY id DESC LIMIT ?1")
  }

  func add(_ operation: Operation, isDenied: Bool) throws {
    insert.bind(2, RawContender.now())
    insert.bind(3, operation.subject ?? -1)
    insert.bind(4, operation.purpose ?? -1)
    insert.bind(5, isDenied ? 1 : 0)
    try insert.run(operation.kind)
  }

  /// Reads the newest rows; there is nothing that they could be verified against.
  func read(last count: Int) throws {
    last.bind(1, count)
    var denied = 0
    try last.run { denied += $0.integer(4) }
  }
}

extension Operation {
  /// Whom it is about; nil for none or several.
  fileprivate var subject: Int? {
    switch self {
    case .create(let record), .update(let record), .enrol(_, let record): record.key.subject
    case .renew(let subject, _, _), .expire(let subject, _), .withdraw(let subject, _),
      .object(let subject, _, _), .deleteSubject(let subject), .metadata(let subject),
      .proveDeletion(let subject):
      subject
    case .deleteRecord(let key), .read(let key, _, _): key.subject
    case .renewMany, .sweep, .readPurpose, .readRecipient, .verifyLog: nil
    }
  }

  /// What it is for; nil for none.
  fileprivate var purpose: Int? {
    switch self {
    case .renew(_, let purpose, _), .expire(_, let purpose), .withdraw(_, let purpose),
      .object(_, let purpose, _), .read(_, let purpose, _), .readPurpose(let purpose),
      .readRecipient(let purpose, _), .renewMany(let purpose, _, _):
      purpose
    default: nil
    }
  }
}
