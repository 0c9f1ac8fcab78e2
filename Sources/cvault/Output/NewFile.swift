import Glibc
import VaultCrypto

/// Writes what a command makes into a new file, 0600; never over another.
enum NewFile {
  /// Refuses a path at which something is already, or at which nothing can be made; for a command that
  /// does something first.
  ///
  /// - Throws: `VaultError` in the end: `FILE_EXISTS`; `CommandError` where the folder is missing or shut, and
  ///   for `-`, which elsewhere is the output.
  static func demandRoom(at path: String) throws {
    guard path != "-" else {
      throw CommandError.usage("USAGE", "`-` is not a file", hint: "name a new file")
    }
    var status = stat()
    guard unsafe lstat(path, &status) != 0 else { throw SecureFileError.exists }
    guard unsafe access(SecureFile.directory(of: path), W_OK | X_OK) == 0 else {
      throw CommandError(
        .inputOutput, "INPUT_OUTPUT", "the file cannot be made there",
        hint: "name a path in a folder that exists and may be written to")
    }
  }

  /// Writes the text and waits until it is on the disk.
  ///
  /// - Throws: `VaultError` in the end: `FILE_EXISTS` if something is there.
  static func write(_ text: String, to path: String) throws {
    try demandRoom(at: path)
    let file = try SecureFile.create(path)
    try file.write(Array(text.utf8), at: 0)
    try file.synchronize()
    try SecureFile.synchronizeDirectory(of: path)
  }
}
