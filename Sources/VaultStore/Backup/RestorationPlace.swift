import Glibc
import VaultCrypto

/// Where a vault is put together, until it is whole and takes its place.
///
/// The directory beside the target has a name of its own, so that nobody takes it for a vault, and is
/// locked as long as a process works on it.
package struct RestorationPlace: ~Copyable {
  private let target: String
  private let path: String
  private let descriptor: Int32

  private init(target: String, path: String, descriptor: Int32) {
    self.target = target
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Takes the place for a target that is missing or an empty directory.
  ///
  /// - Throws: ``StoreError/Code/exists`` if something is at the target: a vault is never overwritten;
  ///   ``StoreError/Code/busy`` if another process restores to the same target.
  package static func take(for target: String) throws(StoreError) -> RestorationPlace {
    var name = target
    while name.count > 1 && name.hasSuffix("/") { name.removeLast() }
    try requireFree(name)
    let path = name + ".restoring"
    return RestorationPlace(
      target: name, path: path, descriptor: try lockedDirectory(path))
  }

  private static func requireFree(_ target: String) throws(StoreError) {
    var status = stat()
    guard unsafe lstat(target, &status) == 0 else {
      if errno == ENOENT { return }
      throw .file("`\(target)` cannot be looked at", errno)
    }
    let isEmpty =
      status.st_mode & S_IFMT == S_IFDIR && (try? DirectoryNames.read(target)) == []
    guard isEmpty else {
      throw StoreError(
        .exists, "there is something at `\(target)` already",
        hint: "choose another directory; a vault is never overwritten")
    }
  }

  private static func lockedDirectory(_ path: String) throws(StoreError) -> Int32 {
    while true {
      guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
        guard errno != ENOENT else {
          throw StoreError(
            .noVault, "there is no directory to hold `\(path)`", hint: "make its parent first")
        }
        throw .file("`\(path)` cannot be made", errno)
      }
      let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { throw .file("`\(path)` cannot be opened", errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw StoreError(
          .busy, "another restoration works in `\(path)`", hint: "wait until it is done")
      }
      // The other one may have finished meanwhile: then this is its vault, under its new name.
      if isSame(descriptor, path) { return descriptor }
      close(descriptor)
    }
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &held) == 0, unsafe lstat(path, &named) == 0 else {
      return false
    }
    return held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  /// The empty directory to fill; what an interrupted restoration left in it is destroyed.
  package func begin() throws -> VaultDirectory {
    try BackupFolder.empty(path)
    return try VaultDirectory.create(at: path)
  }

  /// Gives the directory its name, once everything in it is on the disk and nobody has it open.
  ///
  /// - Throws: ``StoreError/Code/busy`` if changes still lie in SQLite's log, which goes here;
  ///   ``StoreError/Code/exists`` if something came to the target meanwhile.
  package func finish(_ directory: VaultDirectory) throws {
    guard try directory.size(of: directory.log) ?? 0 == 0 else { throw StoreError.logLeft }
    for file in [directory.log, directory.index] { unsafe unlink(file) }
    try SecureFile.synchronizeDirectory(of: directory.database)
    try Self.requireFree(target)
    guard unsafe rename(path, target) == 0 else {
      throw StoreError.file("`\(target)` cannot be made", errno)
    }
    try SecureFile.synchronizeDirectory(of: target)
  }

  /// Destroys what was put together so far.
  package func abandon() { try? BackupFolder.destroy(path) }
}

extension StoreError {
  fileprivate static let logLeft = StoreError(
    .busy, "the vault that was put together was not closed", hint: "run it again")
}
