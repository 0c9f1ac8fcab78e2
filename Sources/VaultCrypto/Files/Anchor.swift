package import VaultModel

/// How far the ledger had come when it was last made safe; kept outside the database, so that a
/// database rolled back behind it is found.
///
/// A slot of 256 bytes: `"CVANCHOR" | version u16 | vault 16 | sequence u64 | keyring generation u64 |
/// ledger size u64 | root 32 | time high-water ms u64 | HMAC(K_anchor) 32`, then zeros.
package struct Anchor: Hashable, Sendable {
  /// The vault's random id.
  package let vault: Identifier
  /// Counts the writes, from 1.
  package let sequence: UInt64
  /// The highest generation of the keyring that was seen.
  package let keyringGeneration: UInt64
  /// How many leaves the ledger had.
  package let ledgerSize: UInt64
  /// The root of the tree of that size.
  package let root: Digest
  /// The highest vault time that was seen.
  package let time: Timestamp

  /// Bytes of a slot.
  static let slotSize = 256
  private static let magic = Array("CVANCHOR".utf8)
  private static let version: UInt16 = 1

  /// Puts the parts together.
  package init(
    vault: Identifier, sequence: UInt64, keyringGeneration: UInt64, ledgerSize: UInt64,
    root: Digest, time: Timestamp
  ) {
    self.vault = vault
    self.sequence = sequence
    self.keyringGeneration = keyringGeneration
    self.ledgerSize = ledgerSize
    self.root = root
    self.time = time
  }

  /// The slot's 256 bytes, authenticated under K_anchor.
  package func encoded(_ chain: KeyChain) throws(CryptoError) -> [UInt8] {
    var slot = Self.magic
    slot.reserveCapacity(Self.slotSize)
    slot.append(bigEndian: Self.version)
    slot.append(contentsOf: vault.bytes)
    slot.append(bigEndian: sequence)
    slot.append(bigEndian: keyringGeneration)
    slot.append(bigEndian: ledgerSize)
    slot.append(contentsOf: root.bytes)
    slot.append(bigEndian: UInt64(time.milliseconds))
    slot.append(contentsOf: try chain.anchorMAC(slot).bytes)
    slot.append(contentsOf: repeatElement(0, count: Self.slotSize - slot.count))
    return slot
  }

  /// Reads a slot.
  ///
  /// - Throws: ``CryptoError/anotherVault``; ``CryptoError/authenticationFailed`` if its code does not
  ///   fit; ``CryptoError/newerFormat``; ``CryptoError/malformed``.
  package init(decoding slot: [UInt8], _ chain: KeyChain) throws(CryptoError) {
    var reader = ByteReader(slot)
    guard slot.count == Self.slotSize, reader.take(Self.magic.count) == Self.magic[...],
      let version = reader.number(UInt16.self), version > 0
    else { throw .malformed }
    guard version == Self.version else { throw .newerFormat }
    guard let vault = reader.identifier(), let sequence = reader.number(UInt64.self),
      let keyringGeneration = reader.number(UInt64.self),
      let ledgerSize = reader.number(UInt64.self), let root = reader.digest(),
      let time = reader.timestamp()
    else { throw .malformed }
    let message = Array(slot[..<reader.position])
    guard let code = reader.take(32), let rest = reader.take(reader.remaining),
      rest.allSatisfy({ $0 == 0 })
    else { throw .malformed }
    guard vault == chain.vault else { throw .anotherVault }
    guard try chain.verifiesAnchor(code, of: message) else { throw .authenticationFailed }
    self.init(
      vault: vault, sequence: sequence, keyringGeneration: keyringGeneration,
      ledgerSize: ledgerSize, root: root, time: time)
  }
}
