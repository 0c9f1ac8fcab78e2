/// What can be wrong with leaves, bundles and trees; holds indices, never content.
package enum LedgerError: Error, Hashable, Sendable {
  /// A leaf is cut short or badly built.
  case malformedLeaf
  /// The private part of a leaf is badly built.
  case malformedDetail
  /// A bundle's count, lengths or hashes do not fit each other.
  case malformedBundle(first: UInt64)
  /// A stored frontier is badly built.
  case malformedFrontier
  /// A version byte or type that this program does not know.
  case newerFormat
  /// A leaf would be longer than 65,535 bytes, or one of its fields is.
  case tooLarge
  /// The next bundle does not begin where the last one ended.
  case hole(expected: UInt64, found: UInt64)
  /// The stored hash of a leaf is not that of its bytes.
  case wrongHash(index: UInt64)
  /// A tile of the tree is not there, or has too few hashes.
  case missingTile
}

extension LedgerError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .malformedLeaf: "a leaf of the ledger is cut short or badly built"
    case .malformedDetail: "the private part of a leaf is badly built"
    case .malformedBundle(let first): "the bundle of leaves from \(first) on is badly built"
    case .malformedFrontier: "the stored frontier of the ledger is badly built"
    case .newerFormat: "the ledger was written in a format newer than this program knows"
    case .tooLarge: "the leaf that would tell of it is longer than 65,535 bytes"
    case .hole(let expected, let found):
      "the ledger goes on with leaf \(found) where leaf \(expected) belongs"
    case .wrongHash(let index): "leaf \(index) of the ledger was changed"
    case .missingTile: "a part of the ledger's tree is missing"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .newerFormat: "use a newer version of cvault"
    case .tooLarge: "store fewer values at a time, or say less in one step"
    default: "run `cvault ledger verify`, and compare with a checkpoint and a backup"
    }
  }
}
