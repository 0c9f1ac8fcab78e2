import Glibc
package import VaultCrypto

/// A part of a backup that an owner of the vault made.
package struct BackupPart: Sendable {
  /// The part's directory.
  package let path: String
  /// What it says of itself, its code checked.
  package let manifest: BackupManifest

  /// The directory's name.
  package var name: String { Self.name(of: path) }
  /// The copy of the keyring; of a key part alone.
  package var keyring: String { path + "/keyring" }
  var database: String { path + "/rows.db" }

  /// Bytes of all its files.
  package var size: UInt64 {
    manifest.databaseSize + UInt64(BackupManifest.size)
      + (manifest.kind == .keys ? UInt64(Keyring.fileSize) : 0)
  }

  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// What a part of that manifest is called.
  static func name(of manifest: BackupManifest) -> String {
    switch manifest.kind {
    case .data: "data-\(manifest.ledgerSize).cvdata"
    case .keys: "keys-\(manifest.ledgerSize)-\(manifest.keyringGeneration).cvkeys"
    }
  }

  /// Whether it is further than another: by the ledger, then by the keyring.
  package func isNewer(than other: BackupPart) -> Bool {
    (manifest.ledgerSize, manifest.keyringGeneration)
      > (other.manifest.ledgerSize, other.manifest.keyringGeneration)
  }

  /// Refuses files that are not as long, or not as they were.
  func checkFiles() throws {
    do {
      let size = try SecureFile.open(database).size
      guard size > 0, UInt64(size) == manifest.databaseSize else {
        throw StoreError.partDamaged(path)
      }
      if manifest.kind == .keys { _ = try readKeyring() }
    } catch SecureFileError.missing {
      throw StoreError.partDamaged(path)
    }
  }

  /// The bytes of the copy of the keyring, which are those that the manifest names.
  func readKeyring() throws -> [UInt8] {
    let bytes = try SecureFile.open(keyring).read(at: 0, count: Keyring.fileSize + 1)
    guard SHA256.digest(of: bytes) == manifest.keyring else { throw StoreError.partDamaged(path) }
    return bytes
  }

  /// What opens the pages of its database.
  func pages(_ keys: KeyChain) throws -> SealedPages {
    try SealedPages(ofPart: manifest.salt, root: manifest.root, keys)
  }

  /// Overwrites its files and removes it.
  package func destroy() throws { try BackupFolder.destroy(path) }
}
