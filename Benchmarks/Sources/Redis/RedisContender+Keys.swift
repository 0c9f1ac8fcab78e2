import GDPRBench

extension RedisContender {
  func data(_ subject: Int, _ purpose: Int) -> String {
    "data:\(Population.name(of: subject)):\(purpose)"
  }

  func addSubject(_ subject: Int) -> [Command] {
    [Command("SET", "subject:\(Population.name(of: subject))", "active")]
  }

  /// Enters a consent, new or changed, in its hash and in every index.
  func give(_ terms: ConsentTerms, to subject: Int, _ purpose: Int) -> [Command] {
    let name = Population.name(of: subject)
    return [
      Command("HSET", "consents:\(name)", "\(purpose)", terms.text),
      Command("ZADD", "purpose:\(purpose)", "\(terms.until)", "\(subject)"),
      Command("ZADD", "ends", "\(terms.until)", "\(subject) \(purpose)"),
      Command(
        terms.isObjected ? "SREM" : "SADD", "recipient:\(terms.recipient):\(purpose)",
        "\(subject)"),
    ]
  }

  /// Takes a consent out of every index.
  func forget(_ subject: Int, _ purpose: Int, _ recipient: Int) -> [Command] {
    [
      Command("ZREM", "purpose:\(purpose)", "\(subject)"),
      Command("ZREM", "ends", "\(subject) \(purpose)"),
      Command("SREM", "recipient:\(recipient):\(purpose)", "\(subject)"),
    ]
  }

  func store(_ record: Record, under purpose: Int, _ terms: ConsentTerms) -> [Command] {
    let key = data(record.key.subject, purpose)
    var set = Command("HSET", key, "\(record.key.category)")
    set.add(record.value(ofSize: valueSize))
    return [set, Command("PEXPIREAT", key, "\(terms.until)")]
  }

  func audit(_ kind: String, _ subject: Int?) -> Command {
    Command(
      "XADD", "audit", "*", "kind", kind, "subject", subject.map(Population.name) ?? "")
  }

  func terms(of subject: Int, _ purpose: Int) throws -> ConsentTerms? {
    let reply = try connection.run(
      Command("HGET", "consents:\(Population.name(of: subject))", "\(purpose)"))
    return unsafe reply.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
      .flatMap(ConsentTerms.init)
  }

  func consents(of subject: Int) throws -> [(purpose: Int, terms: ConsentTerms)] {
    let reply = try connection.run(
      Command("HGETALL", "consents:\(Population.name(of: subject))"))
    return stride(from: 0, to: reply.count, by: 2).compactMap { index in
      guard let purpose = reply.text(of: index).flatMap({ Int($0) }),
        let terms = reply.text(of: index + 1).flatMap(ConsentTerms.init)
      else { return nil }
      return (purpose, terms)
    }
  }
}
