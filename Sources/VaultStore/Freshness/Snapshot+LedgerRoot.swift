import VaultLedger
package import VaultModel

extension Snapshot {
  /// The root of the tree when it had `size` leaves, from the stored tiles and the leaves after the last
  /// of them: at most 255 rows of each level.
  ///
  /// - Precondition: the ledger has that many leaves.
  package func ledgerRoot(ofSize size: UInt64) throws -> Digest {
    var peaks: [Digest] = []
    var done: UInt64 = 0
    for level in (1...7 as ClosedRange<UInt64>).reversed() {
      let height = 8 * level
      var part = MerkleFrontier()
      for number in done >> height..<size >> height {
        _ = part.append(try tile(level, number))
      }
      peaks += part.hashes
      done = (size >> height) << height
    }
    var part = MerkleFrontier()
    while done < size {
      guard let bundle = try bundle(holding: done)?.bundle, bundle.end > done else {
        throw StoreError.integrity("a row of the ledger")
      }
      for index in done..<min(size, bundle.end) {
        _ = part.append(bundle.hashes[Int(index - bundle.first)])
      }
      done = bundle.end
    }
    return MerkleFrontier.root(ofPeaks: peaks + part.hashes)
  }

  private func tile(_ level: UInt64, _ number: UInt64) throws -> Digest {
    let root = try connection.first(.tile, .unsigned(level), .unsigned(number)) {
      (row) throws(StoreError) in Digest(bytes: row.bytes(0))
    }
    guard let root = root ?? nil else { throw StoreError.integrity("a tile") }
    return root
  }
}
