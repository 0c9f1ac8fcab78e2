internal import VaultCrypto
package import VaultModel

/// The right edge of the tree (RFC 6962, section 2.1): all that is needed to append and to tell the
/// root.
///
/// It holds the roots of the complete subtrees into which the leaves fall, the largest first: one for
/// each bit that is set in the size.
package struct MerkleFrontier: Hashable, Sendable {
  private static let version: UInt8 = 1

  /// How many leaves there are.
  package private(set) var size: UInt64
  /// INVARIANT: as many hashes as bits are set in ``size``.
  package private(set) var hashes: [Digest]

  /// The frontier of the empty tree.
  package init() {
    size = 0
    hashes = []
  }

  /// Appends a leaf.
  ///
  /// - Parameter leafHash: SHA-256(00 ‖ leaf).
  /// - Returns: The subtrees of 2^8, 2^16, … leaves that this leaf completes.
  package mutating func append(_ leafHash: Digest) -> [TileRoot] {
    var completed: [TileRoot] = []
    var hash = leafHash
    var height: UInt8 = 0
    // Every trailing one of the size is a subtree that the new one pairs with.
    while size >> height & 1 == 1 {
      hash = SHA256.node(hashes.removeLast(), hash)
      height += 1
      if height.isMultiple(of: 8) {
        completed.append(TileRoot(level: height / 8, number: size >> height, root: hash))
      }
    }
    hashes.append(hash)
    size += 1
    return completed
  }

  /// The root of the tree; SHA-256 of nothing for the empty one.
  package var root: Digest { Self.root(ofPeaks: hashes) }

  /// The root over complete subtrees that stand side by side, the largest first.
  package static func root(ofPeaks peaks: [Digest]) -> Digest {
    guard var root = peaks.last else { return SHA256.digest(of: []) }
    for peak in peaks.dropLast().reversed() { root = SHA256.node(peak, root) }
    return root
  }

  /// `01 | size u64 | hashes 32 each`.
  package var encoded: [UInt8] {
    var bytes = [Self.version]
    bytes.append(bigEndian: size)
    for hash in hashes { bytes.append(contentsOf: hash.bytes) }
    return bytes
  }

  /// Reads what ``encoded`` wrote; its root must still be compared with one that is trusted.
  ///
  /// - Throws: ``LedgerError/newerFormat``, ``LedgerError/malformedFrontier``.
  package init(decoding bytes: [UInt8]) throws(LedgerError) {
    var reader = ByteReader(bytes)
    guard let version = reader.number(UInt8.self), version > 0 else { throw .malformedFrontier }
    guard version == Self.version else { throw .newerFormat }
    // A tree of 2^63 leaves does not come about; the bound keeps `append` from overflowing.
    guard let size = reader.number(UInt64.self), size < 1 << 63,
      reader.remaining == size.nonzeroBitCount * 32
    else { throw .malformedFrontier }
    self.size = size
    hashes = []
    while let hash = reader.digest() { hashes.append(hash) }
  }
}
