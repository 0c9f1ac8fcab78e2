public import GDPRBench
import Measuring

/// PostgreSQL in GDPRbench-V: metadata in tables and indices, row-level security, pgcrypto, an audit table.
public final class PostgreSQLContender: Contender {
  private static let key = (0..<32).map { UInt8($0) }

  /// What is told of it.
  public let name: String
  /// As strict as the vault's changes and looser than its reads, which survive a killed server.
  public let durability = "changes synced; reads' audit rows up to 0.6 s behind"

  private let process: Int32
  private let owner: Connection
  private let keeper: Connection
  private let processor: Connection
  private let keeping: [String: Statement]
  private let processing: [String: Statement]
  private var valueSize = 0

  /// Makes a database in the server whose socket is in `folder` and whose first process is `process`.
  public init(folder: String, process: Int32) throws {
    self.process = process
    let server = try Connection(folder: folder, user: "postgres", database: "postgres")
    name = "PostgreSQL \(server.version)"
    try server.execute("DROP DATABASE IF EXISTS gdpr")
    try server.execute("CREATE DATABASE gdpr")
    owner = try Connection(folder: folder, user: "postgres", database: "gdpr")
    try owner.execute(GDPRTables.schema)
    keeper = try Connection(folder: folder, user: "keeper", database: "gdpr")
    keeping = try keeper.prepare([
      "store": GDPRTables.store, "add-subject": GDPRTables.addSubject,
      "add-consent": GDPRTables.addConsent, "renew": GDPRTables.renew,
      "renew-many": GDPRTables.renewMany, "expire": GDPRTables.expire,
      "withdraw": GDPRTables.withdraw, "object": GDPRTables.object,
      "delete-record": GDPRTables.deleteRecord, "delete-subject": GDPRTables.deleteSubject,
      "sweep": GDPRTables.sweep,
    ])
    processor = try Connection(folder: folder, user: "processor", database: "gdpr")
    try processor.execute("SET synchronous_commit=off")
    processing = try processor.prepare([
      "setting": GDPRTables.setting, "read": GDPRTables.read,
      "read-purpose": GDPRTables.readPurpose, "metadata": GDPRTables.metadata,
      "verify-log": GDPRTables.verifyLog, "prove-deletion": GDPRTables.proveDeletion,
    ])
  }

  /// CPU time of every process of the server.
  public func serverCPU() throws -> Int64 {
    CPUTime.byProcess(ofFamily: process).values.reduce(0, +)
  }

  /// Bytes of the database, without the write-ahead log.
  public func bytesOnDisk() throws -> Int64 {
    try owner.execute("CHECKPOINT")
    let statement = try owner.prepare("size", "SELECT pg_database_size(current_database())")
    return Int64(try owner.run(statement, Parameters()).number(0, 0))
  }

  /// Takes in the population in a few statements, and gathers statistics.
  public func load(_ population: Population) throws {
    valueSize = population.valueSize
    try owner.fill(population, key: Self.key)
  }

  /// Performs one operation in a transaction of its own.
  public func perform(_ operation: Operation) throws -> Answer {
    switch operation {
    case .create(let record), .update(let record):
      return try change("store", parameters(for: record))
    case .enrol(let consent, let record):
      let name = Population.name(of: consent.subject)
      let given = Parameters().adding(name).adding(Int32(consent.purpose))
        .adding(Int32(bitPattern: consent.categories)).adding(Int32(consent.recipient))
        .adding(Self.days(of: consent))
      try keeper.pipeline([
        (statement("add-subject"), Parameters().adding(name)), (statement("add-consent"), given),
        (statement("store"), parameters(for: record)),
      ]) { _, _ in }
      return .done
    case .renew(let subject, let purpose, let days):
      return try change("renew", about(subject, purpose).adding(Int32(days)))
    case .renewMany(let purpose, let subjects, let days):
      _ = try change(
        "renew-many",
        Parameters().adding(subjects.map(Population.name)).adding(Int32(purpose))
          .adding(Int32(days)))
      return .done
    case .expire(let subject, let purpose): return try change("expire", about(subject, purpose))
    case .withdraw(let subject, let purpose): return try change("withdraw", about(subject, purpose))
    case .object(let subject, let purpose, _): return try change("object", about(subject, purpose))
    case .deleteRecord(let key):
      return try change("delete-record", about(key.subject, key.category))
    case .deleteSubject(let subject):
      _ = try keeper.run(
        statement("delete-subject"), Parameters().adding(Population.name(of: subject)))
      return .done
    case .sweep:
      _ = try keeper.run(statement("sweep"), Parameters())
      return .done
    default: return try read(operation)
    }
  }

  private func read(_ operation: Operation) throws -> Answer {
    switch operation {
    case .read(let key, let purpose, let recipient):
      let found = try values(
        "read", about(key.subject, key.category).adding(Self.key), purpose, recipient)
      return found == .data(count: 0, sum: 0) ? .denied : found
    case .readPurpose(let purpose):
      return try values(
        "read-purpose", Parameters().adding(Int32(purpose)).adding(Self.key), purpose, nil)
    case .readRecipient(let purpose, let recipient):
      return try values(
        "read-purpose", Parameters().adding(Int32(purpose)).adding(Self.key), purpose, recipient)
    case .metadata(let subject):
      let rows = try processor.run(
        statement("metadata"), Parameters().adding(Population.name(of: subject)))
      guard rows.count > 0 else { return .denied }
      // Known, and without a live consent: one row of a null.
      let purposes = (0..<rows.count).filter { rows.byteCount($0, 0) > 0 }
        .map { rows.number($0, 0) }
      return .data(count: purposes.count, sum: purposes.reduce(0) { $0 + 1 << UInt64($1) })
    case .verifyLog(let count):
      // The rows are fetched; there is nothing that they could be verified against.
      _ = try processor.run(statement("verify-log"), Parameters().adding(Int64(count)))
      return .done
    case .proveDeletion(let subject):
      let rows = try processor.run(
        statement("prove-deletion"), Parameters().adding(Population.name(of: subject)))
      return rows.count > 0 ? .done : .denied
    default: preconditionFailure("a change is no read")
    }
  }

  /// Reads for a purpose and a recipient, which are set for the transaction alone.
  private func values(
    _ name: String, _ parameters: Parameters, _ purpose: Int, _ recipient: Int?
  ) throws -> Answer {
    let setting = Parameters().adding(String(purpose))
      .adding(recipient.map { String($0) } ?? "self")
    var (count, sum) = (0, UInt64(0))
    try processor.pipeline([(statement("setting"), setting), (statement(name), parameters)]) {
      guard $0 == 1 else { return }
      count = $1.count
      for row in 0..<count { sum &+= unsafe $1.withBytes(row, 0) { unsafe ValueDigest.of($0) } }
    }
    return .data(count: count, sum: sum)
  }

  private func change(_ name: String, _ parameters: Parameters) throws -> Answer {
    try keeper.run(statement(name), parameters).count > 0 ? .done : .denied
  }

  private func statement(_ name: String) -> Statement {
    guard let statement = keeping[name] ?? processing[name] else {
      preconditionFailure("no statement is called \(name)")
    }
    return statement
  }

  private func about(_ subject: Int, _ number: Int) -> Parameters {
    Parameters().adding(Population.name(of: subject)).adding(Int32(number))
  }

  private func parameters(for record: Record) -> Parameters {
    about(record.key.subject, record.key.category).adding(record.value(ofSize: valueSize))
      .adding(Self.key)
  }

  /// A consent that ends at once is over when loading is done.
  static func days(of consent: GivenConsent) -> Int32 {
    if case .days(let days) = consent.end, !consent.isWithdrawn { return Int32(days) }
    return 0
  }
}
