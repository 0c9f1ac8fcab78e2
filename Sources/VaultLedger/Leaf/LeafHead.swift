internal import VaultCrypto
package import VaultModel

/// Who did something and for which purpose, as a leaf holds it: `lp16 actor | lp16 purpose`.
///
/// Made once for all leaves that say the same.
package struct LeafNames: Sendable {
  /// The bytes.
  let encoded: [UInt8]

  /// Either may be empty: nobody in particular, no purpose.
  package init(actor: String, purpose: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + actor.utf8.count + purpose.utf8.count)
    // A name that is longer than its length can say makes every leaf too long (``LeafHead/count(withSealed:)``).
    _ = bytes.append(text: actor)
    _ = bytes.append(text: purpose)
    encoded = bytes
  }
}

/// All of a leaf but its private part, for writing it where it will lie; the fields are those of ``Leaf``.
package struct LeafHead: Sendable {
  let type: LeafType
  let flags: UInt16
  let time: Timestamp
  let transaction: UInt64
  let tag: Identifier
  let policy: UInt32
  let names: LeafNames

  /// Puts the parts together.
  package init(
    type: LeafType, flags: UInt16, time: Timestamp, transaction: UInt64, tag: Identifier,
    policy: UInt32, names: LeafNames
  ) {
    self.type = type
    self.flags = flags
    self.time = time
    self.transaction = transaction
    self.tag = tag
    self.policy = policy
    self.names = names
  }

  /// How long the leaf is with a private part of `sealed` bytes.
  ///
  /// - Throws: ``LedgerError/tooLarge`` if that is longer than a leaf may be.
  package func count(withSealed sealed: Int) throws(LedgerError) -> Int {
    let count = Self.fixedSize + names.encoded.count + 2 + sealed
    guard count <= Leaf.longest else { throw .tooLarge }
    return count
  }

  /// The fields of a fixed length.
  private static let fixedSize = 40

  /// Appends the bytes of a leaf up to its private part, which has `sealed` bytes and follows.
  package func append(to bytes: inout [UInt8], beforeSealed sealed: Int) {
    // At once: there is a leaf for every access.
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.fixedSize, alignment: 8) { head in
      unsafe head.storeBytes(of: Leaf.version, as: UInt8.self)
      unsafe head.storeBytes(of: type.rawValue, toByteOffset: 1, as: UInt8.self)
      unsafe head.storeBytes(of: flags.bigEndian, toByteOffset: 2, as: UInt16.self)
      unsafe head.storeBytes(
        of: UInt64(time.milliseconds).bigEndian, toByteOffset: 4, as: UInt64.self)
      unsafe head.storeBytes(of: transaction.bigEndian, toByteOffset: 12, as: UInt64.self)
      unsafe head.storeBytes(of: tag.high.bigEndian, toByteOffset: 20, as: UInt64.self)
      unsafe head.storeBytes(of: tag.low.bigEndian, toByteOffset: 28, as: UInt64.self)
      unsafe head.storeBytes(of: policy.bigEndian, toByteOffset: 36, as: UInt32.self)
      unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(head))
    }
    bytes.append(contentsOf: names.encoded)
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: sealed))
  }
}
