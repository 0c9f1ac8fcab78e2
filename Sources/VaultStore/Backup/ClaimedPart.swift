package import VaultCrypto

/// A part of a backup as it says itself; nobody has checked who wrote it.
package struct ClaimedPart: Sendable {
  /// The part's directory.
  package let path: String
  /// What its manifest says.
  package let claim: BackupClaim

  /// Reads the manifest in a part's directory.
  ///
  /// - Throws: ``StoreError/Code/backupDamaged`` if it is none; ``StoreError/Code/unsafeFile``;
  ///   ``StoreError/Code/newerFormat``.
  package static func read(_ path: String) throws -> ClaimedPart {
    try BackupFolder.checkDirectory(path)
    do {
      let file = try SecureFile.open(path + "/manifest")
      // One byte more than there may be, so that a longer file is seen.
      let bytes = try file.read(at: 0, count: BackupManifest.size + 1)
      return ClaimedPart(path: path, claim: try BackupClaim(decoding: bytes))
    } catch CryptoError.newerFormat {
      throw StoreError(
        .newerFormat, "`\(path)` was made by a later version of cvault", hint: "update cvault")
    } catch is CryptoError {
      throw StoreError.partDamaged(path)
    } catch SecureFileError.missing {
      throw StoreError.partDamaged(path)
    }
  }

  /// The copy of the keyring in a key part, whoever wrote it.
  package func keyring() throws -> Keyring {
    do {
      return try Keyring.read(path + "/keyring")
    } catch KeyFileError.file(.missing) {
      throw StoreError.partDamaged(path)
    }
  }

  /// The part, if an owner of the chain's vault made it and its files are whole.
  ///
  /// - Throws: ``StoreError/Code/backupForeign``, ``StoreError/Code/backupDamaged``.
  package func verified(by keys: KeyChain) throws -> BackupPart {
    let part: BackupPart
    do {
      part = BackupPart(path: path, manifest: try claim.verified(by: keys))
    } catch CryptoError.anotherVault {
      throw StoreError.partForeign(path)
    } catch CryptoError.authenticationFailed {
      throw StoreError.partDamaged(path)
    }
    try part.checkFiles()
    return part
  }
}

extension StoreError {
  /// A part that is not what its maker wrote.
  static func partDamaged(_ path: String) -> StoreError {
    StoreError(
      .backupDamaged, "`\(path)` is not a whole part of a backup",
      hint: "it was edited, damaged or cut off: use another copy of it, or move it away")
  }

  /// A part of another vault.
  static func partForeign(_ path: String) -> StoreError {
    StoreError(
      .backupForeign, "`\(path)` belongs to another vault",
      hint: "keep the backups of each vault in a directory of their own")
  }
}
