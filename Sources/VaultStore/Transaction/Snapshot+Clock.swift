import VaultCrypto
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
  /// The leaves that were looked at are those before this index, and the time of the last of them.
  fileprivate var end: (size: UInt64, time: Timestamp) = (0, .earliest)

  /// Nothing was looked at yet.
  package init() {}
}

extension Snapshot {
  /// Follows the leaves back to the newest one of a sweep or about the clock: a sweep destroys under
  /// a clock that it believes, and the others are an owner's word.
  ///
  /// - Parameters:
  ///   - longest: two neighbours that are further apart are a leap.
  ///   - known: what the leaves said a while ago; only those since then are read.
  /// - Returns: what the leaves in between say.
  /// - Throws: `StoreError` if a row of the ledger cannot be read.
  package func clockTrail(
    longest: TimeSpan, since known: ClockTrail = ClockTrail()
  ) throws -> ClockTrail {
    var trail = ClockTrail()
    trail.end = try ledgerEnd()
    var next = trail.end.size
    var later: Timestamp?
    // A sweep under way has written the newest row itself: rows of an import behind it are long to read.
    var limit: Int64 = 1
    while next > known.end.size {
      var first = next
      var isBelieved = false
      try connection.each(.leavesBefore, .unsigned(next), .integer(limit)) {
        (row) throws(StoreError) in
        first = try row.unsigned(0)
        guard !isBelieved, first >= known.end.size else { return }
        let time: Timestamp
        (time, isBelieved) = try Self.clockMarks(row.bytes(1))
        if let later, later.since(time) > longest { trail.hasLeap = true }
        trail.believed = time
        later = time
      }
      if isBelieved { return trail }
      guard first < next else { break }
      next = first
      limit = min(2 * limit, 64)
    }
    guard known.end.size > 0 else { return trail }
    if let later, later.since(known.end.time) > longest { trail.hasLeap = true }
    trail.hasLeap = trail.hasLeap || known.hasLeap
    trail.believed = known.believed
    return trail
  }

  /// The time of the leaves of one transaction, and whether one of them says that the clock was believed.
  ///
  /// They are not hashed again: their pages are sealed, and nothing is proved by them here.
  private static func clockMarks(
    _ leaves: [UInt8]
  ) throws(StoreError) -> (time: Timestamp, isBelieved: Bool) {
    var reader = ByteReader(leaves)
    var newest: ArraySlice<UInt8>?
    var isBelieved = false
    while let leaf = reader.prefixed() {
      // Version and type are a leaf's first two bytes.
      guard leaf.count > 1 else { throw .integrity("a row of the ledger") }
      let type = LeafType(rawValue: leaf[leaf.startIndex + 1])
      isBelieved = isBelieved || type == .sweep || type == .clockEvent
      newest = leaf
    }
    guard reader.isAtEnd, let newest, let leaf = try? Leaf(decoding: Array(newest)) else {
      throw .integrity("a row of the ledger")
    }
    return (leaf.time, isBelieved)
  }
}
