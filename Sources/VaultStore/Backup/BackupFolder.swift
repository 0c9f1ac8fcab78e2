import Glibc
import VaultCrypto

/// The directory that holds the parts of a vault's backups; 0700.
///
/// A part is a directory of its own, which gets its name only once it is whole and on the disk:
/// `data-SIZE.cvdata` and `keys-SIZE-GENERATION.cvkeys`, after the ledger's size and the keyring's
/// generation. Names are for people; what counts is what the manifest says.
package struct BackupFolder: Sendable {
  /// The directory's real path.
  package let path: String

  private init(path: String) { self.path = path }

  /// Opens a directory that holds parts.
  ///
  /// - Throws: ``StoreError/Code/backupMissing`` if there is none, or no part in it;
  ///   ``StoreError/Code/unsafeFile`` if others may read or write it, or it is somebody else's.
  package static func open(at path: String) throws(StoreError) -> BackupFolder {
    let folder = try find(path)
    // First: a directory that is no backup's gets no advice on its rights.
    if let names = try? DirectoryNames.read(folder.path), !names.contains(where: isPart) {
      throw StoreError(
        .backupMissing, "there is no part of a backup in `\(folder.path)`",
        hint: "name the directory that `cvault backup` wrote to")
    }
    try checkDirectory(folder.path)
    return folder
  }

  /// The directory, whatever it holds.
  private static func find(_ path: String) throws(StoreError) -> BackupFolder {
    guard let resolved = unsafe realpath(path, nil) else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .file("`\(path)` cannot be looked at", errno)
      }
      throw StoreError(
        .backupMissing, "there is no directory `\(path)`",
        hint: "name the directory that `cvault backup` wrote to")
    }
    defer { unsafe free(resolved) }
    return BackupFolder(path: unsafe String(cString: resolved))
  }

  private static func isPart(_ name: String) -> Bool {
    name.hasSuffix(".cvdata") || name.hasSuffix(".cvkeys")
  }

  /// Opens the directory, or makes it, 0700.
  package static func make(at path: String) throws -> BackupFolder {
    if unsafe mkdir(path, 0o700) == 0 {
      try SecureFile.synchronizeDirectory(of: path)
    } else if errno != EEXIST {
      throw StoreError.file("`\(path)` cannot be made", errno)
    }
    let folder = try find(path)
    try checkDirectory(folder.path)
    return folder
  }

  /// Refuses what is no directory, or is not ours alone.
  static func checkDirectory(_ path: String) throws(StoreError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      throw .file("`\(path)` cannot be looked at", errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw StoreError(
        .backupDamaged, "`\(path)` is not a directory", hint: "name a directory of backups")
    }
    try VaultDirectory.check(
      status, "`\(path)`",
      remedy:
        "keep backups in a directory of their own, mode 0700; cvault makes one where nothing is")
  }

  // MARK: parts

  /// The parts that lie here, as they say themselves.
  package func claims() throws -> [ClaimedPart] {
    try DirectoryNames.read(path)
      .filter(Self.isPart)
      .map { try ClaimedPart.read("\(path)/\($0)") }
  }

  /// Where a part is written until it is whole.
  func unfinished(_ kind: BackupManifest.Kind) -> String {
    "\(path)/unfinished.\(kind == .data ? "data" : "keys")"
  }

  /// Lets nobody else write parts here while `body` runs.
  ///
  /// - Throws: ``StoreError/Code/busy`` if another process does.
  package func withLock<R>(_ body: () throws -> R) throws -> R {
    let lock = try openLock()
    guard try lock.tryLock(exclusive: true) else {
      throw StoreError(
        .busy, "another backup is being written to `\(path)`", hint: "try again when it is done")
    }
    defer { try? lock.unlock() }
    return try body()
  }

  private func openLock() throws(SecureFileError) -> SecureFile {
    let file = "\(path)/lock"
    do throws(SecureFileError) { return try SecureFile.create(file) } catch {
      guard error == .exists else { throw error }
      return try SecureFile.open(file, writable: true)
    }
  }

  /// Destroys what an interrupted backup left.
  package func clear() throws {
    for kind in [BackupManifest.Kind.data, .keys] { try Self.destroy(unfinished(kind)) }
  }

  /// Overwrites the files of a part and removes it; nothing if it is not there.
  static func destroy(_ part: String) throws {
    var status = stat()
    guard unsafe lstat(part, &status) == 0 else {
      guard errno == ENOENT else { throw StoreError.file("`\(part)` cannot be removed", errno) }
      return
    }
    try empty(part)
    guard unsafe rmdir(part) == 0 else {
      throw StoreError.file("`\(part)` cannot be removed", errno)
    }
    try SecureFile.synchronizeDirectory(of: part)
  }

  /// Overwrites and removes the files in a directory.
  static func empty(_ path: String) throws {
    try checkDirectory(path)
    for name in try DirectoryNames.read(path) {
      // What is no file of ours stops it, and nothing is written through a link.
      try SecureFile.open("\(path)/\(name)", writable: true).overwrite()
      guard unsafe unlink("\(path)/\(name)") == 0 else {
        throw StoreError.file("`\(path)` cannot be emptied", errno)
      }
    }
  }
}
