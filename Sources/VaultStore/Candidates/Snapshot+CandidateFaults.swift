package import VaultModel

extension Snapshot {
  /// How many rows of candidates and shapes do not say what permissions and states say.
  ///
  /// A row that is unsettled without need is none: it costs time alone.
  ///
  /// - Parameter time: vault time.
  /// - Returns: 0 in a vault that nobody but us has written.
  /// - Throws: `StoreError` if a row cannot be read.
  package func candidateFaults(at time: Timestamp) throws -> Int {
    let candidates = Candidates(connection: connection)
    var faults = 0
    var rows = 0
    var counts: [Int64: Int] = [:]
    var shapes: [PurposeNumber: [Int64: PermissionShape]] = [:]
    var last: Identifier?
    while let page = try page(after: last) {
      for subject in page {
        let standings = try candidates.standings(of: subject, at: time)
        for purpose in Set(subject.record.pins.map(\.purpose)) {
          let found = try connection.first(.candidate, .number(purpose), .id(subject.id)) {
            (row) throws(StoreError) in (shape: row.integer(0), until: try row.time(1))
          }
          if found != nil { rows += 1 }
          guard let found, let standing = standings[purpose] else {
            if found != nil || standings[purpose] != nil { faults += 1 }
            continue
          }
          guard found.shape != Candidates.shapeless else {
            if found.until != .earliest { faults += 1 }
            continue
          }
          counts[found.shape, default: 0] += 1
          if shapes[purpose] == nil {
            shapes[purpose] = Dictionary(
              try self.shapes(for: purpose).map { ($0.number, $0.shape) },
              uniquingKeysWith: { first, _ in first })
          }
          let said = shapes[purpose]?[found.shape].map {
            Candidates.Standing.settled($0, until: found.until)
          }
          if said != standing { faults += 1 }
        }
      }
      last = page.last?.tag
    }
    return try faults + strayCandidates(besides: rows) + miscounts(besides: counts)
  }

  private func page(after tag: Identifier?) throws -> [StoredSubject]? {
    let page = try subjects(after: tag, limit: 256)
    return page.isEmpty ? nil : page
  }

  /// How many candidates there are besides those of subjects and their purposes.
  private func strayCandidates(besides rows: Int) throws -> Int {
    let all = try connection.first(.countCandidates) { (row) throws(StoreError) in
      Int(row.integer(0))
    }
    return abs((all ?? 0) - rows)
  }

  /// How many shapes are not counted right.
  private func miscounts(besides counts: [Int64: Int]) throws -> Int {
    var left = counts
    var faults = 0
    try connection.each(.shapeCounts) { (row) throws(StoreError) in
      if left.removeValue(forKey: row.integer(0)) != Int(row.integer(1)) { faults += 1 }
    }
    return faults + left.count
  }
}
