internal import VaultCrypto
package import VaultModel

/// The leaves of one transaction, as they are stored in one row.
///
/// Columns: the first index, the count, the leaves each behind a length of two bytes, and their
/// hashes of 32 bytes each.
///
/// INVARIANT: every hash is that of its leaf, and no leaf is longer than 65,535 bytes.
package struct LeafBundle: Hashable, Sendable {
  /// The index of the first leaf.
  package let first: UInt64
  /// The bytes of each leaf.
  package let leaves: [[UInt8]]
  /// The leaf hash of each (RFC 6962, section 2.1).
  package let hashes: [Digest]

  /// Bundles new leaves.
  ///
  /// - Throws: ``LedgerError/malformedBundle(first:)`` for no leaf at all or an index that overflows;
  ///   ``LedgerError/tooLarge`` for a leaf above 65,535 bytes.
  package init(first: UInt64, leaves: [[UInt8]]) throws(LedgerError) {
    guard !leaves.isEmpty, !first.addingReportingOverflow(UInt64(leaves.count)).overflow else {
      throw .malformedBundle(first: first)
    }
    guard leaves.allSatisfy({ $0.count <= Leaf.longest }) else { throw .tooLarge }
    self.first = first
    self.leaves = leaves
    hashes = leaves.map { SHA256.leaf($0) }
  }

  /// Reads a stored row, and hashes every leaf again.
  ///
  /// - Throws: ``LedgerError/malformedBundle(first:)`` if counts and lengths do not fit;
  ///   ``LedgerError/wrongHash(index:)`` for the first leaf whose stored hash is not its own.
  package init(
    first: UInt64, count: Int, leaves bytes: [UInt8], hashes stored: [UInt8]
  ) throws(LedgerError) {
    // Lengths first: nothing is allocated for a count that the bytes cannot hold.
    guard count > 0, count <= bytes.count / 2, stored.count.isMultiple(of: 32),
      stored.count / 32 == count
    else { throw .malformedBundle(first: first) }
    var reader = ByteReader(bytes)
    var leaves: [[UInt8]] = []
    leaves.reserveCapacity(count)
    for _ in 0..<count {
      guard let leaf = reader.prefixed() else { throw .malformedBundle(first: first) }
      leaves.append(Array(leaf))
    }
    guard reader.isAtEnd else { throw .malformedBundle(first: first) }
    try self.init(first: first, leaves: leaves)
    // Safe: the slices lie within the bytes, whose count was compared above.
    let wrong = unsafe stored.withUnsafeBytes { bytes in
      hashes.indices.first { offset in
        let slice = unsafe UnsafeRawBufferPointer(
          rebasing: bytes[offset * 32..<(offset + 1) * 32])
        return unsafe Digest(copying: slice) != hashes[offset]
      }
    }
    if let wrong { throw .wrongHash(index: first + UInt64(wrong)) }
  }

  /// How many leaves there are.
  package var count: Int { leaves.count }

  /// The index after the last leaf.
  package var end: UInt64 { first + UInt64(leaves.count) }

  /// Reads the leaf at an index of the ledger; nil if it is not in this bundle.
  package func leaf(at index: UInt64) throws(LedgerError) -> Leaf? {
    guard index >= first, index < end else { return nil }
    return try Leaf(decoding: leaves[Int(index - first)])
  }
}

extension [Digest] {
  /// The digests one after the other, 32 bytes each.
  package var joined: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 * count)
    // Safe: the words are copied before the closure returns.
    for digest in self {
      unsafe Swift.withUnsafeBytes(of: digest.memory) { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
