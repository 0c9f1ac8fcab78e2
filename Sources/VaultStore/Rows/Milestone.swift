package import VaultModel

/// What an erasure has to know of later: copies that still hold a key, and pages that are gone.
package struct Milestone: Hashable, Sendable {
  /// Append-only numbers.
  package enum Kind: UInt8, Sendable {
    /// The data part of a backup was made; it opens nothing alone.
    case dataPart = 1
    /// The key part of a backup was made; it holds the keys of every subject until it expires.
    case keyPart = 2
    /// A new page epoch is in use since the leaf, and by now the salt of the one before is destroyed: what
    /// was gone from the database before the leaf is gone from every block of the disk.
    case pageEpoch = 3
    /// A new page epoch is in use, and pages of the one before may still open.
    case pageEpochBegun = 4
  }

  /// The leaf that says so.
  package let leaf: UInt64
  package let kind: Kind
  /// When it ends; the first instant where it has no end.
  package let until: Timestamp

  /// Puts the parts together.
  package init(_ kind: Kind, leaf: UInt64, until: Timestamp = .earliest) {
    self.leaf = leaf
    self.kind = kind
    self.until = until
  }
}

extension Snapshot {
  /// The milestones of a kind, oldest first.
  package func milestones(_ kind: Milestone.Kind) throws -> [Milestone] {
    var found: [Milestone] = []
    try connection.each(.milestones, .integer(Int64(kind.rawValue))) { (row) throws(StoreError) in
      found.append(Milestone(kind, leaf: try row.unsigned(0), until: try row.time(1)))
    }
    return found
  }
}

extension WriteTransaction {
  /// Records a milestone, in the transaction of its leaf.
  package func record(_ milestone: Milestone) throws {
    try change(
      .insertMilestone, .unsigned(milestone.leaf), .integer(Int64(milestone.kind.rawValue)),
      .time(milestone.until))
  }
}
