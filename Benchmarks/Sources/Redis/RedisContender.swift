public import GDPRBench
import Glibc
import Measuring

/// Redis in GDPRbench-V, indexed: values in clear, an audit stream.
///
/// | key | what |
/// |---|---|
/// | `subject:S` | `active` or `erased` |
/// | `consents:S` | a hash: purpose, and its terms (``ConsentTerms``) |
/// | `data:S:P` | a hash: category, and value; Redis deletes it at the consent's end |
/// | `purpose:P` | a sorted set: who consents, by the end of the consent |
/// | `recipient:R:P` | a set: whose data may go to a recipient |
/// | `ends` | a sorted set: `S P`, by end |
/// | `audit` | a stream |
///
/// That a key of a purpose is only asked for by those who act for it, is the client's discipline; so are all
/// other checks, made after the values have arrived or before a change that somebody else may overtake.
public final class RedisContender: Contender {
  /// What is told of it.
  public let name = "Redis 7, indexed"
  /// What `appendfsync no` gives.
  public let durability = "changes and reads in the kernel, not synced"
  /// Values that the client was handed for reads that it then refused.
  public private(set) var refusedAfterArrival = 0

  let connection: Connection
  private let process: Int32
  private let folder: String
  var valueSize = 0

  /// Empties the server whose socket is `redis.sock` in `folder`.
  public init(folder: String, process: Int32) throws {
    self.process = process
    self.folder = folder
    connection = try Connection(path: folder + "/redis.sock")
    _ = try connection.run(Command("FLUSHALL"))
  }

  /// CPU time of the server.
  public func serverCPU() throws -> Int64 { CPUTime.spent(by: process) }

  /// Bytes of memory that the data take: Redis has no file but its log.
  public func bytesOnDisk() throws -> Int64 {
    let info = try connection.run(Command("INFO", "memory"))
    let text = unsafe info.withBytes { unsafe String(decoding: $0, as: UTF8.self) } ?? ""
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
    return line.flatMap { Int64($0.dropFirst("used_memory:".count)) } ?? 0
  }

  /// Takes in the population.
  public func load(_ population: Population) throws {
    valueSize = population.valueSize
    let now = Self.now()
    for subject in 0..<population.subjects { try send(addSubject(subject)) }
    var covers: [Int: [GivenConsent]] = [:]
    for consent in population.consents {
      covers[consent.subject, default: []].append(consent)
      // What is over is stored first, and is over when everything is in.
      try send(give(ConsentTerms(consent, now: now), to: consent.subject, consent.purpose))
    }
    for record in population.records {
      let consent = covers[record.key.subject]?.first { $0.covers(record.key.category) }
      guard let consent else { preconditionFailure("a record is covered by a consent") }
      let terms = ConsentTerms(consent, now: now)
      guard terms.isLive(at: now) else { continue }
      try send(store(record, under: consent.purpose, terms))
    }
  }

  /// Performs one operation, in as few round trips as it can be done in.
  public func perform(_ operation: Operation) throws -> Answer {
    switch operation {
    case .create(let record), .update(let record):
      let covering = try consents(of: record.key.subject).first {
        $0.terms.isLive(at: Self.now()) && $0.terms.covers(record.key.category)
      }
      guard let covering else { return try refuse("store", record.key.subject) }
      try send(
        store(record, under: covering.purpose, covering.terms) + [
          audit("store", record.key.subject)
        ])
    case .enrol(let consent, let record):
      let terms = ConsentTerms(consent, now: Self.now())
      try send(
        addSubject(consent.subject) + give(terms, to: consent.subject, consent.purpose)
          + store(record, under: consent.purpose, terms) + [audit("enrol", consent.subject)])
    case .renew(let subject, let purpose, let days): return try renew(subject, purpose, days)
    case .renewMany(let purpose, let subjects, let days):
      for subject in subjects { _ = try renew(subject, purpose, days) }
    case .expire(let subject, let purpose):
      try change(subject, purpose, "expire") { $0.until = Self.now() }
    case .withdraw(let subject, let purpose):
      try change(subject, purpose, "withdraw") {
        $0.until = Self.now()
        $0.isWithdrawn = true
      }
    case .object(let subject, let purpose, _):
      try change(subject, purpose, "object") { $0.isObjected = true }
    case .deleteRecord(let key):
      let covering = try consents(of: key.subject).first { $0.terms.covers(key.category) }
      guard let covering else { return try refuse("delete", key.subject) }
      try send([
        Command("HDEL", data(key.subject, covering.purpose), "\(key.category)"),
        audit("delete", key.subject),
      ])
    case .deleteSubject(let subject): try erase(subject)
    case .sweep: try sweep()
    default: return try read(operation)
    }
    return .done
  }

  private func renew(_ subject: Int, _ purpose: Int, _ days: Int) throws -> Answer {
    guard var terms = try terms(of: subject, purpose), !terms.isWithdrawn else {
      return try refuse("renew", subject)
    }
    terms.until = Self.now() + days * 86_400_000
    terms.isObjected = false
    try send(
      give(terms, to: subject, purpose)
        + [Command("PEXPIREAT", data(subject, purpose), "\(terms.until)"), audit("renew", subject)])
    return .done
  }

  private func change(
    _ subject: Int, _ purpose: Int, _ kind: String, _ body: (inout ConsentTerms) -> Void
  ) throws {
    guard var terms = try terms(of: subject, purpose) else { return }
    body(&terms)
    var commands = give(terms, to: subject, purpose)
    commands.append(Command("PEXPIREAT", data(subject, purpose), "\(terms.until)"))
    try send(commands + [audit(kind, subject)])
  }

  private func erase(_ subject: Int) throws {
    let name = Population.name(of: subject)
    var commands = [
      Command("SET", "subject:\(name)", "erased"), Command("DEL", "consents:\(name)"),
      audit("erase", subject),
    ]
    for (purpose, terms) in try consents(of: subject) {
      commands.append(Command("DEL", data(subject, purpose)))
      commands += forget(subject, purpose, terms.recipient)
    }
    try send(commands)
  }

  private func sweep() throws {
    let ended = try connection.run(Command("ZRANGEBYSCORE", "ends", "-inf", "\(Self.now())"))
    var commands = [audit("sweep", nil)]
    for index in 0..<ended.count {
      let words = ended.text(of: index)?.split(separator: " ").compactMap { Int($0) } ?? []
      guard words.count == 2 else { continue }
      let recipient = try terms(of: words[0], words[1])?.recipient ?? 0
      commands.append(Command("DEL", data(words[0], words[1])))
      commands.append(
        Command("HDEL", "consents:\(Population.name(of: words[0]))", "\(words[1])"))
      commands += forget(words[0], words[1], recipient)
    }
    try send(commands)
  }

  func refuse(_ kind: String, _ subject: Int) throws -> Answer {
    try send([audit("\(kind), denied", subject)])
    return .denied
  }

  func refuseAfterArrival(of hasArrived: Bool) -> Answer {
    if hasArrived { refusedAfterArrival += 1 }
    return .denied
  }

  /// Sends commands in one round trip, and drops what they answer.
  func send(_ commands: [Command]) throws {
    for command in commands { try connection.queue(command) }
    for _ in commands { _ = try connection.answer() }
  }

  /// Milliseconds since 1970.
  static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
