public import GDPRBench
import Glibc

/// Plain SQLite: the same metadata in tables and indices, no encryption, no check of a read by key.
///
/// What selects rows by purpose, recipient or end asks for no more than anybody would write into the WHERE;
/// that is all that it enforces. A change is synced (WAL, `synchronous=FULL`); a read is a transaction of its
/// own. With an audit, each operation adds a row to another file, which is never synced.
public final class RawContender: Contender {
  /// What is told of it.
  public var name: String { audit == nil ? "raw SQLite" : "raw SQLite, audit row" }
  /// WAL, synced.
  public var durability: String {
    audit == nil
      ? "changes synced; reads autocommit, no audit" : "changes synced; audit row not synced"
  }

  private let folder: String
  private let database: RawDatabase
  private let rows: RawRows
  private let audit: RawAudit?
  private var names: [String] = []
  private let valueSize: Int

  /// Makes the files in a folder that is there.
  public init(in folder: String, audited: Bool, valueSize: Int = 100) throws {
    self.folder = folder
    self.valueSize = valueSize
    database = try RawDatabase(
      folder + "/raw.db", synchronous: "FULL", schema: RawRows.schema(valueSize: valueSize))
    rows = try RawRows(database)
    audit = audited ? try RawAudit(folder + "/audit.db") : nil
  }

  /// Takes in the population in one transaction.
  public func load(_ population: Population) throws {
    names = (0..<population.subjects).map(Population.name)
    try database.transaction {
      for name in names { try rows.addSubject.run(name) }
      for consent in population.consents { try insert(consent) }
      for record in population.records { try insert(record) }
    }
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Bytes of the tables and, with an audit, of its file.
  public func bytesOnDisk() throws -> Int64 {
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try audit?.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Files.bytes(in: folder)
  }

  /// Does it, and then adds the audit row.
  public func perform(_ operation: Operation) throws -> Answer {
    let answer = try answer(operation)
    try audit?.add(operation, isDenied: answer == .denied)
    return answer
  }

  private func answer(_ operation: Operation) throws -> Answer {
    switch operation {
    case .create(let record):
      try insert(record)
      return .done
    case .enrol(let consent, let record):
      names.append(Population.name(of: consent.subject))
      try database.transaction {
        try rows.addSubject.run(name(consent.subject))
        try insert(consent)
        try insert(record)
      }
      return .done
    case .renew(let subject, let purpose, let days): return try renew(subject, purpose, days)
    case .renewMany(let purpose, let subjects, let days):
      try database.transaction {
        for subject in subjects { _ = try renew(subject, purpose, days) }
      }
      return .done
    case .expire(let subject, let purpose): return try end(subject, purpose, isWithdrawn: false)
    case .withdraw(let subject, let purpose): return try end(subject, purpose, isWithdrawn: true)
    case .object(let subject, let purpose, _):
      rows.object.bind(2, purpose)
      try rows.object.run(name(subject))
      return .done
    case .deleteRecord(let key):
      rows.deleteRecord.bind(2, key.category)
      try rows.deleteRecord.run(name(key.subject))
      return .done
    case .deleteSubject(let subject):
      try database.transaction {
        for statement in rows.deleteSubject { try statement.run(name(subject)) }
      }
      return .done
    case .sweep:
      let now = Self.now()
      try database.transaction {
        for statement in rows.sweep {
          statement.bind(1, now)
          try statement.run()
        }
      }
      return .done
    case .update(let record):
      rows.update.bind(2, record.key.category)
      rows.update.bind(3, record.value(ofSize: valueSize))
      try rows.update.run(name(record.key.subject))
      return database.changes == 0 ? .denied : .done
    default: return try read(operation)
    }
  }

  private func read(_ operation: Operation) throws -> Answer {
    switch operation {
    case .read(let key, _, _):
      rows.read.bind(2, key.category)
      var answer = Answer.denied
      try rows.read.run(name(key.subject)) { answer = .data(count: 1, sum: $0.digest(0).sum) }
      return answer
    case .metadata(let subject): return try metadata(name(subject))
    case .readPurpose(let purpose):
      rows.readPurpose.bind(1, purpose)
      return try values(rows.readPurpose)
    case .readRecipient(let purpose, let recipient):
      rows.readRecipient.bind(1, purpose)
      rows.readRecipient.bind(3, recipient)
      return try values(rows.readRecipient)
    case .verifyLog(let count):
      try audit?.read(last: count)
      return .done
    case .proveDeletion(let subject):
      return try isErased(name(subject)) == true ? .done : .denied
    default: preconditionFailure("a change is no read")
    }
  }

  private func values(_ statement: RawStatement) throws -> Answer {
    statement.bind(2, Self.now())
    var count = 0
    var sum: UInt64 = 0
    try statement.run { row in
      count += 1
      sum &+= row.digest(0).sum
    }
    return .data(count: count, sum: sum)
  }

  private func metadata(_ name: String) throws -> Answer {
    let now = Self.now()
    var known = false
    var count = 0
    var sum: UInt64 = 0
    try rows.metadata.run(name) { row in
      known = true
      guard row.integer(4) == 0, row.integer(5) > now else { return }
      count += 1
      sum += 1 << UInt64(row.integer(0))
    }
    // Somebody without a consent any more is known all the same.
    if !known, try isErased(name) != false { return .denied }
    return .data(count: count, sum: sum)
  }

  /// Nil for somebody who was never seen.
  private func isErased(_ name: String) throws -> Bool? {
    var isErased: Bool?
    try rows.subject.run(name) { isErased = $0.integer(0) == 1 }
    return isErased
  }

  private func insert(_ consent: GivenConsent) throws {
    let now = Self.now()
    let end: Int =
      switch consent.end {
      case .days(let days) where !consent.isWithdrawn: now + days * 86_400_000
      default: now
      }
    let numbers = [
      consent.purpose, Int(consent.categories), consent.recipient, consent.isObjected ? 1 : 0,
      consent.isWithdrawn ? 1 : 0, now, end,
    ]
    for (place, number) in numbers.enumerated() { rows.addConsent.bind(Int32(place + 2), number) }
    try rows.addConsent.run(name(consent.subject))
  }

  private func insert(_ record: Record) throws {
    rows.addRecord.bind(2, record.key.category)
    rows.addRecord.bind(3, record.isObserved ? 1 : 0)
    rows.addRecord.bind(4, Self.now())
    rows.addRecord.bind(5, record.value(ofSize: valueSize))
    try rows.addRecord.run(name(record.key.subject))
  }

  private func renew(_ subject: Int, _ purpose: Int, _ days: Int) throws -> Answer {
    rows.renew.bind(2, purpose)
    rows.renew.bind(3, Self.now() + days * 86_400_000)
    try rows.renew.run(name(subject))
    return database.changes == 0 ? .denied : .done
  }

  private func end(_ subject: Int, _ purpose: Int, isWithdrawn: Bool) throws -> Answer {
    rows.end.bind(2, purpose)
    rows.end.bind(3, Self.now())
    rows.end.bind(4, isWithdrawn ? 1 : 0)
    try rows.end.run(name(subject))
    return .done
  }

  private func name(_ subject: Int) -> String {
    subject < names.count ? names[subject] : Population.name(of: subject)
  }

  /// Milliseconds since 1970.
  static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
