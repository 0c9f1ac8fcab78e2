package import VaultModel

/// Somebody whom a purpose may reach.
package struct Candidate: Sendable {
  package let subject: Identifier
  /// The number of the shape that decides; nil where the engine has to be asked.
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
  ///
  /// `time` is vault time: a row that was settled until an earlier instant has no shape any more.
  package func candidates(
    for purpose: PurposeNumber, after subject: Identifier?, limit: Int, at time: Timestamp
  ) throws -> [Candidate] {
    var found: [Candidate] = []
    try connection.each(
      .candidates, .number(purpose), subject.map(Value.id) ?? .bytes([]), .integer(Int64(limit))
    ) { (row) throws(StoreError) in
      let isSettled = try row.time(2) > time
      found.append(Candidate(subject: try row.id(0), shape: isSettled ? row.integer(1) : nil))
    }
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

  /// The shape of a number; nil if there is none.
  package func shape(_ number: Int64) throws -> PermissionShape? {
    try connection.first(.shape, .integer(number)) { (row) throws(StoreError) in
      try PermissionShape(row, from: 0)
    }
  }

  /// A subject's wrapped key and sealed id, without its state; nil if there is no such subject.
  package func sealedIdentity(
    of subject: Identifier
  ) throws -> (wrapped: [UInt8]?, identity: [UInt8]?)? {
    try connection.first(.identity, .id(subject)) { (row) throws(StoreError) in
      (row.optionalBytes(0), row.optionalBytes(1))
    }
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

  /// The origins of a subject's values in a category.
  package func origins(
    of subject: Identifier, in category: CategoryNumber
  ) throws -> NumberSet<OriginKind> {
    var origins = NumberSet<OriginKind>()
    try connection.each(.originsOfCategory, .id(subject), .number(category)) {
      (row) throws(StoreError) in origins.insert(try row.number(0))
    }
    return origins
  }
}
