package import VaultModel

/// What a part of a backup says of itself: whose it is, how far it goes, and with what its pages are
/// sealed.
///
/// A file of 207 bytes: `"CVBACKUP" | version u16 | kind u8 | vault 16 | root key u32 | page salt 32 |
/// first leaf u64 | ledger size u64 | ledger root 32 | keyring generation u64 | made ms u64 |
/// expires ms u64 | database bytes u64 | keyring digest 32 | HMAC(K_backup) 32`.
package struct BackupManifest: Hashable, Sendable {
  /// The two parts of a backup.
  ///
  /// Append-only numbers.
  package enum Kind: UInt8, Sendable {
    /// Values, ledger and policies, and nothing that opens a value.
    case data = 1
    /// The keyring, the subjects with their keys, and what is needed to fit an older data part.
    case keys = 2
  }

  /// Which part it is.
  package let kind: Kind
  /// The vault's random id.
  package let vault: Identifier
  /// The number of the root key that the part's keys come from.
  package let root: UInt32
  /// 32 random bytes that the part's page key is derived with; no secret by themselves.
  package let salt: [UInt8]
  /// The index of the first leaf that the part holds; 0 for a data part.
  package let firstLeaf: UInt64
  /// How many leaves the ledger had.
  package let ledgerSize: UInt64
  /// The root of the tree of that size.
  package let ledgerRoot: Digest
  /// The generation of the keyring that was in use.
  package let keyringGeneration: UInt64
  /// Vault time when the part was made.
  package let made: Timestamp
  /// From when on a key part is not to be used; the first instant for a data part, which has no end.
  package let expires: Timestamp
  /// Bytes of the part's database.
  package let databaseSize: UInt64
  /// SHA-256 of the copy of the keyring; of nothing for a data part, which has none.
  package let keyring: Digest

  /// Puts the parts together.
  package init(
    kind: Kind, vault: Identifier, root: UInt32, salt: [UInt8], firstLeaf: UInt64,
    ledgerSize: UInt64, ledgerRoot: Digest, keyringGeneration: UInt64, made: Timestamp,
    expires: Timestamp, databaseSize: UInt64, keyring: Digest
  ) {
    self.kind = kind
    self.vault = vault
    self.root = root
    self.salt = salt
    self.firstLeaf = firstLeaf
    self.ledgerSize = ledgerSize
    self.ledgerRoot = ledgerRoot
    self.keyringGeneration = keyringGeneration
    self.made = made
    self.expires = expires
    self.databaseSize = databaseSize
    self.keyring = keyring
  }

  /// Bytes of the file.
  package static let size = 207
  private static let magic = Array("CVBACKUP".utf8)
  private static let version: UInt16 = 1

  /// The file's bytes, authenticated under K_backup.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain.
  package func encoded(_ chain: KeyChain) throws(CryptoError) -> [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(Self.size)
    bytes.append(bigEndian: Self.version)
    bytes.append(kind.rawValue)
    bytes.append(contentsOf: vault.bytes)
    bytes.append(bigEndian: root)
    bytes.append(contentsOf: salt)
    bytes.append(bigEndian: firstLeaf)
    bytes.append(bigEndian: ledgerSize)
    bytes.append(contentsOf: ledgerRoot.bytes)
    bytes.append(bigEndian: keyringGeneration)
    bytes.append(bigEndian: UInt64(made.milliseconds))
    bytes.append(bigEndian: UInt64(expires.milliseconds))
    bytes.append(bigEndian: databaseSize)
    bytes.append(contentsOf: keyring.bytes)
    bytes.append(contentsOf: try chain.backupMAC(bytes, root: root).bytes)
    return bytes
  }
}
