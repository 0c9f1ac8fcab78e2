/// Builds the tree again from the stored bundles, in order, to compare it with what was stored.
package struct LedgerReplay: Sendable {
  /// The tree so far; at the end its root is compared with the stored frontier and the anchor.
  package private(set) var frontier = MerkleFrontier()

  /// Starts before the first leaf.
  package init() {}

  /// Takes the next bundle, whose hashes were checked when it was read.
  ///
  /// - Returns: The tile roots that it completes, to be compared with the stored ones.
  /// - Throws: ``LedgerError/hole(expected:found:)`` unless it begins where the last one ended.
  @discardableResult
  package mutating func consume(_ bundle: LeafBundle) throws(LedgerError) -> [TileRoot] {
    guard bundle.first == frontier.size else {
      throw .hole(expected: frontier.size, found: bundle.first)
    }
    var completed: [TileRoot] = []
    for hash in bundle.hashes { completed += frontier.append(hash) }
    return completed
  }
}
