import VaultLedger
package import VaultModel

/// What the newest leaves say about the clock that they were written by.
package struct ClockTrail: Sendable {
  /// Whether the clock leapt between two of them and nobody has confirmed it since.
  ///
  /// Whatever is written after a leap has the new time, so the newest leaf alone does not tell.
  package var hasLeap = false
  /// When somebody last believed the clock: the newest leaf of a sweep or about the clock, or else the
  /// first leaf.
  package var believed = Timestamp.earliest
}

extension Snapshot {
  /// Follows the leaves back to the newest one of a sweep or about the clock: a sweep destroys under
  /// a clock that it believes, and the others are an owner's word.
  ///
  /// - Parameter longest: two neighbours that are further apart are a leap.
  /// - Returns: what the leaves in between say.
  /// - Throws: `StoreError` if a row of the ledger cannot be read.
  package func clockTrail(longest: TimeSpan) throws -> ClockTrail {
    var trail = ClockTrail()
    var next = try ledgerEnd().size
    var later: Timestamp?
    // A sweep under way has written the newest row itself: rows of an import behind it are long to read.
    var limit: Int64 = 1
    while next > 0 {
      var page: [BundleRow] = []
      try connection.each(.bundlesBefore, .unsigned(next), .integer(limit)) {
        (row) throws(StoreError) in page.append(try BundleRow(row))
      }
      guard let last = page.last else { break }
      for row in page {
        let leaves = try row.bundle.leaves.map { try Leaf(decoding: $0) }
        guard let newest = leaves.last else { continue }
        if let later, later.since(newest.time) > longest { trail.hasLeap = true }
        trail.believed = newest.time
        if leaves.contains(where: { $0.type == .sweep || $0.type == .clockEvent }) { return trail }
        later = newest.time
      }
      next = last.bundle.first
      limit = min(2 * limit, 64)
    }
    return trail
  }
}
