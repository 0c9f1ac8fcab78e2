internal import VaultModel

extension KeyChain {
  /// The number of the root key under which parts of backups are written now.
  package var backupRoot: UInt32 { generations.rootNumber }

  /// Seals the pages of one part of a backup: 32 bytes.
  ///
  /// It comes from the page root and the part's own salt, not from an epoch: an epoch's salt is
  /// destroyed when pages are to die, and a backup stays.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain;
  ///   ``CryptoError/authenticationFailed`` for a root that the keyring does not hold.
  package func backupPageKey(root: UInt32, salt: [UInt8]) throws(CryptoError) -> SecretBytes {
    try unsafe backupPart(root, salt).withBytes { bytes throws(CryptoError) in
      try unsafe SecretBytes(copying: bytes)
    }
  }

  /// Seals the headers of frames while a part is made: 64 bytes, as ``frameKey()``.
  ///
  /// - Throws: as ``backupPageKey(root:salt:)``.
  package func backupFrameKey(root: UInt32, salt: [UInt8]) throws(CryptoError) -> SecretBytes {
    let info = RootKeys.info("backup-frame-key", vault)
    return try unsafe backupPart(root, salt).withBytes { bytes throws(CryptoError) in
      try unsafe KeyDerivation.expand(bytes, info: info, count: 2 * KeyMaterial.size)
    }
  }

  private func backupPart(_ root: UInt32, _ salt: [UInt8]) throws(CryptoError) -> KeyMaterial {
    try backupRoot(root).page.derive(
      salt: salt, info: RootKeys.info("backup-page-key", vault))
  }

  /// Authenticates a manifest under K_backup of a root.
  func backupMAC(_ message: [UInt8], root: UInt32) throws(CryptoError) -> Digest {
    try backupKey(root).code(Self.backupFields(message))
  }

  /// Whether `code` authenticates a manifest, in constant time.
  func verifiesBackup(
    _ code: [UInt8], of message: [UInt8], root: UInt32
  ) throws(CryptoError) -> Bool {
    try backupKey(root).verifies(code, of: Self.backupFields(message))
  }

  private static func backupFields(_ message: [UInt8]) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/backup")
    fields.append(message)
    return fields
  }

  private func backupKey(_ number: UInt32) throws(CryptoError) -> MACKey {
    guard let root = try backupRoot(number).root else { throw .needsOwner }
    return MACKey(try root.derive(info: RootKeys.info("backup-key", vault)))
  }

  private func backupRoot(_ number: UInt32) throws(CryptoError) -> RootKeys {
    guard isOwner else { throw .needsOwner }
    return try renewing { () throws(CryptoError) in
      let now = generations
      guard number == now.rootNumber || now.otherRoots[number] != nil else {
        throw .authenticationFailed
      }
      return try keys(ofRoot: number, in: now)
    }
  }
}
