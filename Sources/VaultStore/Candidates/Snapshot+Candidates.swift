import VaultCrypto
package import VaultModel
package import VaultPolicy

/// Somebody whom a purpose may reach and about whom the engine has to be asked.
package struct Candidate: Sendable {
  package let subject: Identifier
  /// The number of the shape as which they are counted all the same, if any.
  package let shape: Int64?
}

/// A candidate, and what the engine is asked about them from.
package struct CandidateRecord: Sendable {
  /// Opened and checked.
  package let subject: StoredSubject
  /// The company's id of them, if they were found by it; else it lies in ``subject`` sealed.
  ///
  /// What their identity would open to: both are written of one id, and the state is bound to the tag.
  package let name: SubjectID?
  /// Those of the purpose, checked against the state record.
  package let permissions: [Permission]
  /// Of their values, in what categories were asked for and maybe in others.
  package let origins: StoredOrigins
}

extension CandidateRecord {
  fileprivate init(_ kept: (name: SubjectID, dossier: Dossier)) {
    self.init(
      subject: kept.dossier.subject, name: kept.name, permissions: kept.dossier.records,
      origins: kept.dossier.origins)
  }
}

/// How many candidates are settled as one shape.
package struct ShapeCount: Sendable {
  package let number: Int64
  package let shape: PermissionShape
  package let count: Int
}

// These rows are not pinned: they narrow down whom the engine is asked about, and count.
extension Snapshot {
  /// Up to `limit` candidates of a purpose whose ids follow `subject`, in the order of their ids: each
  /// opened and checked as any subject is, with what bears on the purpose and on `categories`.
  ///
  /// Who is kept is not read again; nobody is kept for being on a list, which asks about everybody alike.
  ///
  /// - Throws: `StoreError` if what is stored does not fit together.
  package func candidates(
    for purpose: PurposeNumber, in categories: NumberSet<CategoryKind>,
    after subject: Identifier?, limit: Int, registry: Registry
  ) throws -> [CandidateRecord] {
    let start = subject.map(Value.id) ?? .bytes([])
    return try keptCandidates(
      for: purpose, in: categories, after: start, limit: limit, registry: registry)
      ?? readCandidates(
        for: purpose, in: categories, after: start, limit: limit, registry: registry)
  }

  /// The same candidates, those who are kept not read again; nil unless more than a half are.
  private func keptCandidates(
    for purpose: PurposeNumber, in categories: NumberSet<CategoryKind>, after start: Value,
    limit: Int, registry: Registry
  ) throws -> [CandidateRecord]? {
    guard let (dossiers, leafless) = try currentDossiers(), !dossiers.isEmpty else { return nil }
    var subjects: [Identifier] = []
    try connection.each(.candidatesAfter, .number(purpose), start, .integer(Int64(limit))) {
      (row) throws(StoreError) in subjects.append(try row.id(0))
    }
    let kept = dossiers.find(
      subjects, for: purpose, in: categories, at: try ledgerEnd().size, leafless: leafless)
    guard 2 * kept.count(where: { $0 != nil }) > subjects.count else { return nil }
    return try zip(subjects, kept).map { subject, kept in
      try kept.map(CandidateRecord.init)
        ?? candidate(subject, for: purpose, in: categories, registry: registry)
    }
  }

  /// Reads the same candidates anew: in three queries; one about each would take twice the time.
  private func readCandidates(
    for purpose: PurposeNumber, in categories: NumberSet<CategoryKind>, after start: Value,
    limit: Int, registry: Registry
  ) throws -> [CandidateRecord] {
    var rows: [SubjectRow] = []
    try connection.each(.candidateSubjects, .number(purpose), start, .integer(Int64(limit))) {
      (row) throws(StoreError) in
      guard !row.isNull(0) else { throw .permissionOfNobody }
      rows.append(try SubjectRow(row))
    }
    guard let last = rows.last else { return [] }
    let range = (start: start, end: Value.id(last.subject))
    var permissions = try permissionsOfCandidates(range, for: purpose, registry: registry)[...]
    var origins = try originsOfCandidates(range, for: purpose, among: categories)[...]
    var found: [CandidateRecord] = []
    found.reserveCapacity(rows.count)
    for row in rows {
      // Both come in the order of the subjects.
      let own = permissions.prefix { $0.subject == row.subject }
      permissions = permissions.dropFirst(own.count)
      var stored: StoredOrigins = [:]
      while let next = origins.first, next.subject == row.subject {
        stored[next.category].insert(next.origin)
        origins.removeFirst()
      }
      let subject = try open(row)
      try check(own, of: subject, for: purpose, registry: registry)
      found.append(
        CandidateRecord(
          subject: subject, name: nil, permissions: own.map(\.permission), origins: stored))
    }
    return found
  }

  /// One candidate of a purpose, likewise.
  package func candidate(
    _ id: Identifier, for purpose: PurposeNumber, in categories: NumberSet<CategoryKind>,
    registry: Registry
  ) throws -> CandidateRecord {
    guard let subject = try subject(numbered: id) else { throw StoreError.permissionOfNobody }
    return CandidateRecord(
      subject: subject, name: nil,
      permissions: try permissions(of: subject, for: purpose, registry: registry)
        .map(\.permission),
      origins: try origins(of: id, among: categories))
  }

  private func permissionsOfCandidates(
    _ range: (start: Value, end: Value), for purpose: PurposeNumber, registry: Registry
  ) throws(StoreError) -> [PermissionRow] {
    var reader = PermissionReader(vault: keys.vault, registry: registry)
    var rows: [PermissionRow] = []
    try connection.each(.candidatePermissions, .number(purpose), range.start, range.end) {
      (row) throws(StoreError) in rows.append(try reader.read(row))
    }
    return rows
  }

  private func originsOfCandidates(
    _ range: (start: Value, end: Value), for purpose: PurposeNumber,
    among categories: NumberSet<CategoryKind>
  ) throws(StoreError) -> [(subject: Identifier, category: CategoryNumber, origin: OriginNumber)] {
    var rows: [(subject: Identifier, category: CategoryNumber, origin: OriginNumber)] = []
    let numbers = categories.numbers
    guard let lowest = numbers.first, let highest = numbers.last else { return rows }
    try connection.each(
      .candidateOrigins, .number(purpose), range.start, range.end, .number(lowest),
      .number(highest)
    ) { (row) throws(StoreError) in
      rows.append((try row.id(0), try row.number(1), try row.number(2)))
    }
    return rows
  }

  /// The shapes of a purpose's permissions, and how many candidates are settled as each.
  package func shapes(for purpose: PurposeNumber) throws -> [ShapeCount] {
    var shapes: [ShapeCount] = []
    try connection.each(.shapes, .number(purpose)) { (row) throws(StoreError) in
      shapes.append(
        ShapeCount(
          number: row.integer(0), shape: try PermissionShape(row, from: 1),
          count: Int(row.integer(6))))
    }
    return shapes
  }

  /// The candidates of a purpose that are not settled at `time`, with the shape as which each is counted
  /// all the same: one whose permission has ended since.
  package func unsettled(for purpose: PurposeNumber, at time: Timestamp) throws -> [Candidate] {
    var found: [Candidate] = []
    try connection.each(.candidatesUntil, .number(purpose), .time(time)) {
      (row) throws(StoreError) in
      let shape = row.integer(1)
      found.append(
        Candidate(
          subject: try row.id(0), shape: shape == Candidates.shapeless ? nil : shape))
    }
    return found
  }

  /// The candidates of a purpose that are counted as a shape.
  package func candidates(
    for purpose: PurposeNumber, ofShape number: Int64
  ) throws -> [Identifier] {
    var found: [Identifier] = []
    try connection.each(.candidatesOfShape, .number(purpose), .integer(number)) {
      (row) throws(StoreError) in found.append(try row.id(0))
    }
    return found
  }

  /// The shape as which a candidate is counted; nil if it is unsettled or there is none.
  package func shape(of subject: Identifier, for purpose: PurposeNumber) throws -> Int64? {
    let found = try connection.first(.candidate, .number(purpose), .id(subject)) {
      (row) throws(StoreError) in row.integer(0)
    }
    return found == Candidates.shapeless ? nil : found
  }

  /// How many contacts of a purpose each subject has had since `start`, of those who have had any.
  package func contactCounts(
    for purpose: PurposeNumber, after start: Timestamp
  ) throws -> [(subject: Identifier, count: Int)] {
    var found: [(subject: Identifier, count: Int)] = []
    try connection.each(.contacted, .number(purpose), .time(start)) { (row) throws(StoreError) in
      found.append((try row.id(0), Int(row.integer(1))))
    }
    return found
  }

  /// The origins of a subject's values, by category, of those from the lowest to the highest of
  /// `categories`.
  private func origins(
    of subject: Identifier, among categories: NumberSet<CategoryKind>
  ) throws -> StoredOrigins {
    var origins: StoredOrigins = [:]
    let numbers = categories.numbers
    guard let lowest = numbers.first, let highest = numbers.last else { return origins }
    try connection.each(.originsAmong, .id(subject), .number(lowest), .number(highest)) {
      (row) throws(StoreError) in
      let origin: OriginNumber = try row.number(1)
      origins[try row.number(0)].insert(origin)
    }
    return origins
  }
}

extension StoreError {
  fileprivate static let permissionOfNobody = StoreError(
    .integrity, "there is a permission of nobody")
}
