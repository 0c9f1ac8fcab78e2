package import VaultModel
package import VaultPolicy

/// Somebody whom a purpose may reach and about whom the engine has to be asked.
package struct Candidate: Sendable {
  package let subject: Identifier
  /// The number of the shape as which they are counted all the same, if any.
  package let shape: Int64?
}

/// How many candidates are settled as one shape.
package struct ShapeCount: Sendable {
  package let number: Int64
  package let shape: PermissionShape
  package let count: Int
}

// These rows are not pinned: they narrow down whom the engine is asked about, and count.
extension Snapshot {
  /// Up to `limit` candidates of a purpose whose ids follow `subject`, in the order of their ids.
  package func candidates(
    for purpose: PurposeNumber, after subject: Identifier?, limit: Int
  ) throws -> [Identifier] {
    var found: [Identifier] = []
    try connection.each(
      .candidates, .number(purpose), subject.map(Value.id) ?? .bytes([]), .integer(Int64(limit))
    ) { (row) throws(StoreError) in found.append(try row.id(0)) }
    return found
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
  package func origins(
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
