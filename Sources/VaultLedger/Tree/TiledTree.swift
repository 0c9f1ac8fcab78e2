package import VaultModel

/// Roots and proofs of a tree whose hashes lie in tiles: each asks for two tiles of a level at most, so
/// that its work grows with the logarithm of the size.
package struct TiledTree {
  /// How many leaves there are.
  package let size: UInt64
  private let load: (TilePlace) throws -> [Digest]
  /// The tiles read so far.
  private var tiles: [TilePlace: [Digest]] = [:]

  /// Starts with no tile.
  ///
  /// - Parameters:
  ///   - size: how many leaves there are, below 2^63.
  ///   - load: answers the hashes of a tile, as many as it is wide.
  package init(size: UInt64, load: @escaping (TilePlace) throws -> [Digest]) {
    self.size = size
    self.load = load
  }

  /// The root of the tree when it had `old` leaves.
  ///
  /// - Precondition: the tree has that many.
  package mutating func root(ofSize old: UInt64) throws -> Digest { try root(of: 0..<old) }

  /// The inclusion proof of a leaf (RFC 6962, section 2.1.1).
  ///
  /// - Precondition: the tree has the leaf.
  package mutating func inclusionProof(of index: UInt64) throws -> [Digest] {
    var proof: [Digest] = []
    for subtree in MerkleTree.inclusionPath(of: index, size: size) ?? [] {
      proof.append(try root(of: subtree))
    }
    return proof
  }

  /// The proof that the tree goes on from the one of `old` leaves (RFC 6962, section 2.1.2).
  ///
  /// - Precondition: the tree has that many.
  package mutating func consistencyProof(from old: UInt64) throws -> [Digest] {
    var proof: [Digest] = []
    for subtree in MerkleTree.consistencyPath(from: old, size: size) ?? [] {
      proof.append(try root(of: subtree))
    }
    return proof
  }

  /// The root of a subtree, from the complete subtrees into which it falls, the largest first.
  private mutating func root(of subtree: Range<UInt64>) throws -> Digest {
    var peaks: [Digest] = []
    var start = subtree.lowerBound
    while start < subtree.upperBound {
      let height = UInt64(63 - (subtree.upperBound - start).leadingZeroBitCount)
      peaks.append(try root(from: start, height: height))
      start += 1 << height
    }
    return MerkleFrontier.root(ofPeaks: peaks)
  }

  /// The root of the complete subtree of 2^height leaves from `start` on, which is a multiple of that.
  private mutating func root(from start: UInt64, height: UInt64) throws -> Digest {
    let level = min(height / 8, UInt64(TilePlace.levels.upperBound))
    let first = start >> (8 * level)
    var subtree = MerkleFrontier()
    for hash in first..<first + 1 << (height - 8 * level) {
      _ = subtree.append(try self.hash(hash, onLevel: UInt8(level)))
    }
    return subtree.root
  }

  /// One of the hashes of a level.
  ///
  /// - Precondition: the tree has it.
  package mutating func hash(_ number: UInt64, onLevel level: UInt8) throws -> Digest {
    guard let tile = TilePlace(holding: number, onLevel: level, ofTreeOf: size) else {
      throw LedgerError.missingTile
    }
    let hashes = try tiles[tile] ?? load(tile)
    tiles[tile] = hashes
    guard hashes.count == tile.width else { throw LedgerError.missingTile }
    return hashes[Int(number - tile.first)]
  }
}
