internal import VaultModel

/// What a file says that claims to be a part's manifest; nobody has checked who wrote it.
package struct BackupClaim: Hashable, Sendable {
  /// What is claimed.
  package let manifest: BackupManifest
  private let message: [UInt8]
  private let code: [UInt8]

  /// Reads a manifest's bytes.
  ///
  /// - Throws: ``CryptoError/malformed``, ``CryptoError/newerFormat``.
  package init(decoding bytes: [UInt8]) throws(CryptoError) {
    var reader = ByteReader(bytes)
    guard let magic = reader.take(8), magic.elementsEqual("CVBACKUP".utf8),
      let version = reader.number(UInt16.self), version > 0
    else { throw .malformed }
    guard version == 1 else { throw .newerFormat }
    guard bytes.count == BackupManifest.size, let number = reader.number(UInt8.self),
      let kind = BackupManifest.Kind(rawValue: number), let vault = reader.identifier(),
      let root = reader.number(UInt32.self), let salt = reader.take(KeyGeneration.saltSize),
      let firstLeaf = reader.number(UInt64.self), let ledgerSize = reader.number(UInt64.self),
      let ledgerRoot = reader.digest(), let keyringGeneration = reader.number(UInt64.self),
      let made = reader.timestamp(), let expires = reader.timestamp(),
      let databaseSize = reader.number(UInt64.self), let keyring = reader.digest()
    else { throw .malformed }
    message = Array(bytes[..<reader.position])
    guard let code = reader.take(32), reader.isAtEnd, firstLeaf <= ledgerSize else {
      throw .malformed
    }
    self.code = Array(code)
    manifest = BackupManifest(
      kind: kind, vault: vault, root: root, salt: Array(salt), firstLeaf: firstLeaf,
      ledgerSize: ledgerSize, ledgerRoot: ledgerRoot, keyringGeneration: keyringGeneration,
      made: made, expires: expires, databaseSize: databaseSize, keyring: keyring)
  }

  /// The manifest, if an owner of the vault wrote it.
  ///
  /// - Throws: ``CryptoError/anotherVault``; ``CryptoError/authenticationFailed`` if a bit differs, or
  ///   the keyring knows no such root key; ``CryptoError/needsOwner``.
  package func verified(by chain: KeyChain) throws(CryptoError) -> BackupManifest {
    guard manifest.vault == chain.vault else { throw .anotherVault }
    guard try chain.verifiesBackup(code, of: message, root: manifest.root) else {
      throw .authenticationFailed
    }
    return manifest
  }
}
