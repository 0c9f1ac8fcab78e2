package import VaultModel

/// Something that was done for the whole vault and that erasures count from; a row of the table
/// `milestone`, with the leaf that tells of it.
package struct Milestone: Hashable, Sendable {
  /// Append-only numbers.
  package enum Kind: UInt8, Sendable {
    /// The data part of a backup was made.
    case dataPart = 1
    /// The key part of a backup was made.
    case keyPart = 2
    /// Every page was sealed anew, and the key of the ones before destroyed.
    case pagesRenewed = 3
  }

  package let kind: Kind
  /// When what was made expires; of pages, when they were renewed.
  package let until: Timestamp

  package init(_ kind: Kind, until: Timestamp) {
    self.kind = kind
    self.until = until
  }
}
