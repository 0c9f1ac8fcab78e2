import VaultCrypto

/// What tells a restoration who is there, with which keys: a key part, or a vault that survived.
package enum KeyHolder: Sendable {
  /// A key part of a backup.
  case part(BackupPart)
  /// A vault's directory, held against its own anchor already.
  case vault(VaultDirectory)

  /// The bytes of the keyring.
  func readKeyring() throws -> [UInt8] {
    switch self {
    case .part(let part): try part.readKeyring()
    case .vault(let directory):
      try SecureFile.open(directory.keyring).read(at: 0, count: Keyring.fileSize + 1)
    }
  }

  /// Attaches its rows as `keys`.
  func attach(to connection: Connection, _ keys: KeyChain) throws {
    switch self {
    case .part(let part):
      try connection.attach(part.database, as: "keys", pages: part.pages(keys), immutable: true)
    case .vault(let directory):
      try connection.attach(directory.database, as: "keys", pages: SealedPages(keys))
    }
  }
}
