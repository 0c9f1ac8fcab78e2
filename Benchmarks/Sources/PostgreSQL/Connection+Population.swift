import GDPRBench

extension Connection {
  /// Prepares statements by name.
  func prepare(_ statements: [String: String]) throws -> [String: Statement] {
    var prepared: [String: Statement] = [:]
    for (name, sql) in statements { prepared[name] = try prepare(name, sql) }
    return prepared
  }

  /// Loads a population into ``GDPRTables``, past all policies.
  func fill(_ population: Population, key: [UInt8]) throws {
    let subjects = try prepare("subjects", "INSERT INTO subject SELECT unnest($1::text[]), NULL")
    _ = try run(
      subjects, Parameters().adding((0..<population.subjects).map(Population.name)))
    let consents = try prepare(
      "consents",
      """
      INSERT INTO consent
      SELECT subject, purpose, categories, recipient, objected=1, withdrawn=1,
        now() - interval '1 hour', now() + days * interval '1 day'
      FROM unnest($1::text[], $2::integer[], $3::integer[], $4::integer[], $5::integer[],
        $6::integer[], $7::integer[])
        AS given(subject, purpose, categories, recipient, objected, withdrawn, days)
      """)
    let given = population.consents
    _ = try run(
      consents,
      Parameters().adding(given.map { Population.name(of: $0.subject) })
        .adding(given.map { Int32($0.purpose) })
        .adding(given.map { Int32(bitPattern: $0.categories) })
        .adding(given.map { Int32($0.recipient) }).adding(
          given.map { Int32($0.isObjected ? 1 : 0) }
        )
        .adding(given.map { Int32($0.isWithdrawn ? 1 : 0) }).adding(
          given.map(PostgreSQLContender.days)))
    let records = try prepare(
      "records",
      """
      INSERT INTO record
      SELECT r.subject, category, purpose, origin, now(), encrypt(value, $5, 'aes')
      FROM unnest($1::text[], $2::integer[], $3::integer[], $4::bytea[])
        AS r(subject, category, origin, value)
      JOIN consent AS c ON c.subject=r.subject AND c.categories >> r.category & 1 = 1
      """)
    for start in stride(from: 0, to: population.records.count, by: 10_000) {
      let some = population.records[start..<min(start + 10_000, population.records.count)]
      _ = try run(
        records,
        Parameters().adding(some.map { Population.name(of: $0.key.subject) })
          .adding(some.map { Int32($0.key.category) }).adding(
            some.map { Int32($0.isObserved ? 1 : 0) }
          )
          .adding(some.map { $0.value(ofSize: population.valueSize) }).adding(key))
    }
    try execute("VACUUM ANALYZE")
    try execute("CHECKPOINT")
  }
}
