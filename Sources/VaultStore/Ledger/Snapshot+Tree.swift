import VaultCrypto
package import VaultLedger
package import VaultModel

extension Snapshot {
  /// The tree when it had `size` leaves, for roots and proofs.
  ///
  /// - Precondition: the ledger has that many leaves.
  package func tree(ofSize size: UInt64) -> TiledTree {
    TiledTree(size: size) { try self.hashes(of: $0) }
  }

  /// The root of the tree when it had `size` leaves.
  ///
  /// - Precondition: the ledger has that many leaves.
  package func ledgerRoot(ofSize size: UInt64) throws -> Digest {
    var tree = tree(ofSize: size)
    return try tree.root(ofSize: size)
  }

  /// The hashes of a tile: those stored beside the leaves, or the roots of subtrees.
  ///
  /// They are as stored: what is made of them is compared with the frontier's root, or with a signature.
  package func hashes(of tile: TilePlace) throws -> [Digest] {
    let hashes = tile.level == 0 ? try leafHashes(of: tile) : try tileRoots(of: tile)
    guard hashes.count == tile.width else { throw StoreError.integrity("a tile") }
    return hashes
  }

  /// The leaves whose hashes a tile of level 0 has, each behind a length of two bytes.
  package func leaves(of tile: TilePlace, _ hashes: [Digest]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var next = tile.first
    while next < tile.first + tile.width {
      guard let bundle = try bundle(holding: next)?.bundle, next < bundle.end else {
        throw StoreError.integrity("a row of the ledger")
      }
      for index in next..<min(tile.first + tile.width, bundle.end) {
        let offset = Int(index - bundle.first)
        guard bundle.hashes[offset] == hashes[Int(index - tile.first)] else {
          throw StoreError.integrity("a row of the ledger")
        }
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: bundle.leaves[offset].count))
        bytes.append(contentsOf: bundle.leaves[offset])
      }
      next = bundle.end
    }
    return bytes
  }

  private func tileRoots(of tile: TilePlace) throws -> [Digest] {
    var roots: [Digest] = []
    roots.reserveCapacity(Int(tile.width))
    try connection.each(
      .tileRoots, .integer(Int64(tile.level)), .unsigned(tile.first), .unsigned(tile.width)
    ) { (row) throws(StoreError) in
      guard try row.unsigned(0) == tile.first + UInt64(roots.count),
        let root = Digest(bytes: row.bytes(1))
      else { throw .integrity("a tile") }
      roots.append(root)
    }
    return roots
  }

  private func leafHashes(of tile: TilePlace) throws -> [Digest] {
    let end = tile.first + tile.width
    var hashes: [Digest] = []
    hashes.reserveCapacity(Int(tile.width))
    try connection.each(.leafHashes, .unsigned(tile.first), .unsigned(end)) {
      (row) throws(StoreError) in
      let (first, count): (UInt64, UInt64) = (try row.unsigned(0), try row.unsigned(1))
      let bytes = row.bytes(2)
      let next = tile.first + UInt64(hashes.count)
      guard UInt64(bytes.count) == count.multipliedReportingOverflow(by: 32).partialValue,
        first <= next, next - first < count
      else { throw .integrity("a row of the ledger") }
      for offset in next - first..<min(count, end - first) {
        guard let hash = Digest(bytes: bytes[Int(offset) * 32..<Int(offset + 1) * 32]) else {
          throw .integrity("a row of the ledger")
        }
        hashes.append(hash)
      }
    }
    return hashes
  }
}
