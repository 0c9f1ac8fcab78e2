internal import VaultCrypto
package import VaultModel

/// One entry of the ledger, version 1, at most 65,535 bytes:
/// `01 | type u8 | flags u16 | vault time ms u64 | transaction u64 | tag 16 | policy number u32 |
/// lp16 actor | lp16 purpose | lp16 private part`.
package struct Leaf: Hashable, Sendable {
  /// The longest encoding, in bytes.
  package static let longest = 65_535
  /// The flag of a leaf that changed its subject's standing: permissions, denials or state.
  package static let changesState: UInt16 = 1
  static let version: UInt8 = 1

  /// What happened.
  package var type: LeafType
  /// Bit 0 is ``changesState``; the others are 0.
  package var flags: UInt16
  /// Vault time of the commit.
  package var time: Timestamp
  /// The transaction that wrote it; leaves of one transaction share the number.
  package var transaction: UInt64
  /// Whose leaf it is, to whoever holds the log secret (``LogSecret/tag(leaf:)``).
  package var tag: Identifier
  /// The number of the policy that was in force; 0 before the first.
  package var policy: UInt32
  /// Who did it, by name; empty if nobody in particular.
  package var actor: String
  /// For which purpose, by name; empty if for none.
  package var purpose: String
  /// The private part, sealed (``LogSecret/seal(private:)``); empty if there is none.
  package var sealed: [UInt8]

  /// Puts the parts together.
  package init(
    type: LeafType, flags: UInt16 = 0, time: Timestamp, transaction: UInt64, tag: Identifier,
    policy: UInt32, actor: String, purpose: String, sealed: [UInt8]
  ) {
    self.type = type
    self.flags = flags
    self.time = time
    self.transaction = transaction
    self.tag = tag
    self.policy = policy
    self.actor = actor
    self.purpose = purpose
    self.sealed = sealed
  }

  /// The bytes that are stored and hashed.
  ///
  /// - Throws: ``LedgerError/tooLarge``.
  package func encoded() throws(LedgerError) -> [UInt8] {
    let head = LeafHead(
      type: type, flags: flags, time: time, transaction: transaction, tag: tag, policy: policy,
      names: LeafNames(actor: actor, purpose: purpose))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(try head.count(withSealed: sealed.count))
    head.append(to: &bytes, beforeSealed: sealed.count)
    return bytes + sealed
  }

  /// Whether an encoded leaf has the flag ``changesState``, without reading the rest.
  package static func changesState(encoded bytes: [UInt8]) -> Bool {
    bytes.count > 3 && bytes[3] & UInt8(changesState) != 0
  }

  /// Reads a leaf; exactly what ``encoded()`` writes.
  ///
  /// - Throws: ``LedgerError/newerFormat``, ``LedgerError/malformedLeaf``.
  package init(decoding bytes: [UInt8]) throws(LedgerError) {
    var reader = ByteReader(bytes)
    guard bytes.count <= Self.longest, let version = reader.number(UInt8.self), version > 0,
      let number = reader.number(UInt8.self), number > 0
    else { throw .malformedLeaf }
    guard version == Self.version, let type = LeafType(rawValue: number) else {
      throw .newerFormat
    }
    guard let flags = reader.number(UInt16.self), let time = reader.timestamp(),
      let transaction = reader.number(UInt64.self), let tag = reader.identifier(),
      let policy = reader.number(UInt32.self), let actor = reader.text(),
      let purpose = reader.text(), let sealed = reader.prefixed(), reader.isAtEnd
    else { throw .malformedLeaf }
    self.init(
      type: type, flags: flags, time: time, transaction: transaction, tag: tag, policy: policy,
      actor: actor, purpose: purpose, sealed: Array(sealed))
  }
}
