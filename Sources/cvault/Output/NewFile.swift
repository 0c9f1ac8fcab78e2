import Glibc
import VaultCrypto

/// Writes what a command makes into a new file, 0600; never over another.
enum NewFile {
  /// Refuses a path at which something is already; for a command that does something first.
  ///
  /// - Throws: `VaultError` in the end: `FILE_EXISTS`.
  static func demandRoom(at path: String) throws {
    var status = stat()
    guard unsafe lstat(path, &status) != 0 else { throw SecureFileError.exists }
  }

  /// Writes the text and waits until it is on the disk.
  ///
  /// - Throws: `VaultError` in the end: `FILE_EXISTS` if something is there.
  static func write(_ text: String, to path: String) throws {
    let file = try SecureFile.create(path)
    try file.write(Array(text.utf8), at: 0)
    try file.synchronize()
    try SecureFile.synchronizeDirectory(of: path)
  }
}
