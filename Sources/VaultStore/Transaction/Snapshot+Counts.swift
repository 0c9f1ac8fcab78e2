package import VaultModel

/// How many rows of each kind a vault has.
package struct RowCounts: Sendable {
  package struct Permissions: Sendable {
    package let purpose: PurposeNumber
    package let kind: Permission.Kind
    package let state: PermissionState
    package let count: Int
  }

  package var subjects = 0
  package var values = 0
  package var sealedBytes = 0
  package var due = 0
  package var permissions: [Permissions] = []
}

extension Snapshot {
  /// Counts rows; a permission past its end counts as expired, swept or not.
  package func counts(at time: Timestamp) throws -> RowCounts {
    var counts = RowCounts()
    try connection.each(.countSubjects) { (row) throws(StoreError) in
      counts.subjects = Int(row.integer(0))
    }
    try connection.each(.countValues) { (row) throws(StoreError) in
      counts.values = Int(row.integer(0))
      counts.sealedBytes = Int(row.integer(1))
    }
    try connection.each(.countDue, .time(time)) { (row) throws(StoreError) in
      counts.due = Int(row.integer(0))
    }
    try connection.each(.countPermissions, .time(time)) { (row) throws(StoreError) in
      guard let kind = Permission.Kind(rawValue: try row.unsigned(1)),
        let state = PermissionState(rawValue: try row.unsigned(2))
      else { throw .integrity("a permission") }
      counts.permissions.append(
        RowCounts.Permissions(
          purpose: try row.number(0), kind: kind, state: state, count: Int(row.integer(3))))
    }
    return counts
  }

  /// How many subjects there are, tombstones among them.
  package func subjectCount() throws -> Int {
    try connection.first(.countSubjects) { (row) throws(StoreError) in Int(row.integer(0)) } ?? 0
  }

  /// The permissions in force at `time`, by purpose and age.
  ///
  /// - Parameters:
  ///   - time: vault time.
  ///   - bounds: four instants, latest first; age 0 began after the first, age 4 not after the last.
  /// - Returns: a count for each purpose and age that there are.
  /// - Throws: `StoreError` if a row cannot be read.
  package func permissionAges(
    at time: Timestamp, bounds: [Timestamp]
  ) throws -> [(purpose: PurposeNumber, age: Int, count: Int)] {
    precondition(bounds.count == 4, "four bounds for the ages of permissions")
    var ages: [(purpose: PurposeNumber, age: Int, count: Int)] = []
    try connection.each(
      .permissionAges, .time(time), .time(bounds[0]), .time(bounds[1]), .time(bounds[2]),
      .time(bounds[3])
    ) { (row) throws(StoreError) in
      ages.append((try row.number(0), Int(row.integer(1)), Int(row.integer(2))))
    }
    return ages
  }

  /// The subjects that a sweep has something to do for at `time`, longest due first.
  package func due(at time: Timestamp, limit: Int) throws -> [Identifier] {
    var subjects: [Identifier] = []
    try connection.each(.dueSubjects, .time(time), .integer(Int64(limit))) {
      (row) throws(StoreError) in subjects.append(try row.id(0))
    }
    return subjects
  }

  /// The earliest instant at which a sweep has something to do; nil for never.
  package func earliestDue() throws -> Timestamp? {
    try connection.first(.earliestDue) { (row) throws(StoreError) in
      row.isNull(0) ? nil : try row.time(0)
    } ?? nil
  }
}
