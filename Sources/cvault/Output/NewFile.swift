import VaultCrypto

/// A file that a command makes: new, 0600, on the disk when the command says so.
enum NewFile {
  /// Writes `bytes`; a file that is there already is left alone.
  ///
  /// - Throws: `FILE_EXISTS`, or what the disk says.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try SecureFile.create(path)
    try file.write(bytes, at: 0)
    try file.synchronize()
    try SecureFile.synchronizeDirectory(of: path)
  }
}
