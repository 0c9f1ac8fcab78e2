import Glibc
import VaultCrypto

/// The directory `NAME.vault/` and the files in it.
package struct VaultDirectory: Hashable, Sendable {
  /// The directory's real path: SQLite refuses a path with a symbolic link in it.
  package let path: String

  package var database: String { path + "/data.db" }
  package var log: String { path + "/data.db-wal" }
  /// The log's index, on which SQLite's locks lie (sqlite.org/walformat.html, section 2).
  package var index: String { path + "/data.db-shm" }
  package var keyring: String { path + "/keyring" }
  package var anchor: String { path + "/anchor" }
  package var lock: String { path + "/lock" }

  /// The vault's name: the directory's, without `.vault`.
  package var name: String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".vault") ? String(last.dropLast(6)) : last
  }

  private init(path: String) { self.path = path }

  /// Makes the directory, 0700.
  ///
  /// - Throws: ``StoreError/Code/exists`` if something is there that is not an empty directory.
  package static func create(at path: String) throws(StoreError) -> VaultDirectory {
    if unsafe mkdir(path, 0o700) != 0 {
      guard errno == EEXIST, isEmptyDirectory(path) else {
        switch errno {
        case EEXIST, ENOTEMPTY:
          throw StoreError(
            .exists, "there is something at `\(path)` already",
            hint: "choose another directory; a vault is never overwritten")
        case ENOENT:
          throw StoreError(
            .noVault, "there is no directory to hold `\(path)`", hint: "make its parent first")
        default: throw .file("`\(path)` cannot be made", errno)
        }
      }
      guard unsafe chmod(path, 0o700) == 0 else { throw .file("`\(path)` cannot be made", errno) }
    }
    let directory = VaultDirectory(path: try realPath(path))
    // Every later sync is of something below; the directory's own name is in its parent (fsync(2)).
    do throws(SecureFileError) {
      try SecureFile.synchronizeDirectory(of: directory.path)
    } catch {
      let number = if case .system(_, let number) = error { number } else { EIO }
      throw .file("the directory that holds `\(path)` cannot be synced", number)
    }
    return directory
  }

  /// Finds an existing vault and refuses one whose files others may read or write.
  ///
  /// - Throws: ``StoreError/Code/noVault`` for a directory without keyring and database, whoever may enter
  ///   it: no advice on the rights of a directory that is not ours.
  package static func open(at path: String) throws(StoreError) -> VaultDirectory {
    let directory = VaultDirectory(path: try realPath(path))
    let status = try directory.status(of: directory.path)
    guard let status, status.st_mode & S_IFMT == S_IFDIR else { throw noVault(path) }
    guard !isMissing(directory.keyring) || !isMissing(directory.database) else {
      throw noVault(path)
    }
    try check(status, "`\(path)`")
    guard let keyring = try directory.status(of: directory.keyring) else {
      // A database without its keyring is a damaged vault, not an absent one.
      throw StoreError(
        .damaged, "the vault at `\(path)` has lost its keyring",
        hint: "restore the file from your newest copy of the vault's directory")
    }
    try check(keyring, "the keyring")
    guard try directory.status(of: directory.lock) != nil else {
      throw StoreError(
        .damaged, "the vault has lost its file `lock`",
        hint: "stop every program that uses the vault, and make an empty file `lock`, mode 0600")
    }
    return directory
  }

  /// Makes an empty file of the vault, 0600, before anybody else can with another mode.
  package func makeFile(_ path: String) throws(StoreError) {
    let descriptor = unsafe Glibc.open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file("a file of the vault cannot be made", errno) }
    guard fchmod(descriptor, 0o600) == 0 else {
      close(descriptor)
      throw .file("a file of the vault cannot be made", errno)
    }
    close(descriptor)
  }

  /// Every file that a vault has, there or not.
  package var files: [String] { [database, log, index, keyring, anchor, lock] }

  /// Refuses a vault any of whose files others may read or write.
  package func checkFiles() throws(StoreError) {
    if let status = try status(of: path) { try Self.check(status, "the vault's directory") }
    for file in files { try checkFile(file, "a file of the vault") }
  }

  /// Up to `count` raw bytes of a file; nil if there is none.
  package static func read(
    _ path: String, at offset: Int, count: Int
  ) throws(StoreError) -> [UInt8]? {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .file("a file of the vault cannot be read", errno)
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, count, offset)
    }
    guard got >= 0 else { throw .file("a file of the vault cannot be read", errno) }
    bytes.removeLast(count - got)
    return bytes
  }

  /// The size of a file in bytes; nil if there is none.
  package func size(of path: String) throws(StoreError) -> Int64? {
    try status(of: path).map { Int64($0.st_size) }
  }

  /// Checks mode and owner of a file of the vault, if it is there.
  package func checkFile(_ path: String, _ what: String) throws(StoreError) {
    if let status = try status(of: path) { try Self.check(status, what) }
  }

  /// Whether a path, there or not, leads into the directory.
  func holds(_ file: String) -> Bool {
    guard let resolved = unsafe realpath(SecureFile.directory(of: file), nil) else { return false }
    defer { unsafe free(resolved) }
    return unsafe "\(String(cString: resolved))/".hasPrefix("\(path)/")
  }

  /// Refuses what others may read or write, and what is somebody else's.
  ///
  /// `remedy` is what to do about the rights.
  static func check(
    _ status: stat, _ what: String,
    remedy: String = "take their rights away: chmod -R go= on the vault's directory"
  ) throws(StoreError) {
    guard status.st_mode & 0o077 == 0 else {
      throw StoreError(
        .unsafeFile, "\(what) may be read or written by others", hint: remedy)
    }
    guard status.st_uid == geteuid() else {
      throw StoreError(
        .unsafeFile, "\(what) belongs to somebody else",
        hint: "run as its owner")
    }
  }

  private func status(of path: String) throws(StoreError) -> stat? {
    var status = stat()
    if unsafe lstat(path, &status) == 0 { return status }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw .file("a file of the vault cannot be looked at", errno)
    }
    return nil
  }

  /// Whether there is no such file for certain; what cannot be looked at may be there.
  private static func isMissing(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
  }

  private static func noVault(_ path: String) -> StoreError {
    StoreError(
      .noVault, "there is no vault at `\(path)`",
      hint: "name its directory with --vault, or make one with `cvault init`")
  }

  private static func realPath(_ path: String) throws(StoreError) -> String {
    guard let resolved = unsafe realpath(path, nil) else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .file("`\(path)` cannot be looked at", errno)
      }
      throw noVault(path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func isEmptyDirectory(_ path: String) -> Bool {
    guard let stream = unsafe opendir(path) else {
      errno = EEXIST
      return false
    }
    defer { unsafe closedir(stream) }
    var count = 0
    while unsafe readdir(stream) != nil { count += 1 }
    // "." and ".." are always there.
    if count > 2 { errno = ENOTEMPTY }
    return count <= 2
  }
}

extension StoreError {
  /// A system call on a file of the vault failed.
  static func file(_ what: String, _ number: Int32) -> StoreError {
    switch number {
    case ENOSPC, EDQUOT:
      StoreError(.full, "the disk is full", hint: "nothing was changed; make room and try again")
    case EACCES, EPERM, EROFS:
      StoreError(
        .readOnly, "\(what): it may not be written or read",
        hint: "check the owner and the permissions of the vault's directory")
    default:
      StoreError(
        .inputOutput, "\(what) (system error \(number))",
        hint: "look at the disk and the system log")
    }
  }
}
