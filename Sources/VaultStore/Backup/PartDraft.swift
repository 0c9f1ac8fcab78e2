import Glibc
import VaultCrypto

/// A part of a backup that is being written, under a name that nobody takes for a part.
struct PartDraft {
  let kind: BackupManifest.Kind
  private let folder: BackupFolder
  /// The part's directory until it is whole.
  let path: String
  let pages: SealedPages
  let salt: [UInt8]
  let root: UInt32

  var database: String { path + "/rows.db" }

  /// Makes the directory, 0700, with an empty sealed database that has a vault's tables.
  init(_ kind: BackupManifest.Kind, in folder: BackupFolder, keys: KeyChain) throws {
    self.kind = kind
    self.folder = folder
    path = folder.unfinished(kind)
    salt = try Random.bytes(KeyGeneration.saltSize)
    root = keys.backupRoot
    pages = try SealedPages(ofPart: salt, root: root, keys)
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw StoreError.file("a part of the backup cannot be made", errno)
    }
    _ = try SecureFile.create(database)
    let connection = try Connection(
      path: database, pages: pages, mode: .create, busyTimeout: 0)
    try Schema.create(on: connection)
    guard try connection.checkpoint(.truncate) else { throw StoreError.poisoned }
  }

  /// Adds the files beside the database, waits until all is on the disk, and gives the part its name.
  ///
  /// Nobody has the database open any more.
  func finish(_ manifest: BackupManifest, keyring: [UInt8]?, keys: KeyChain) throws -> BackupPart {
    for end in ["-wal", "-shm"] { unsafe unlink(database + end) }
    try SecureFile.open(database, writable: true).synchronize()
    if let keyring { try write(keyring, to: "keyring") }
    try write(manifest.encoded(keys), to: "manifest")
    let final = "\(folder.path)/\(BackupPart.name(of: manifest))"
    guard unsafe rename(path, final) == 0 else {
      throw StoreError.file("`\(final)` cannot be made", errno)
    }
    try SecureFile.synchronizeDirectory(of: final)
    return BackupPart(path: final, manifest: manifest)
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    let file = try SecureFile.create("\(path)/\(name)")
    try file.write(bytes, at: 0)
    try file.synchronize()
    try SecureFile.synchronizeDirectory(of: "\(path)/\(name)")
  }
}
