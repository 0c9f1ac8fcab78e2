import Glibc
import VaultCrypto
import VaultStore

/// The directory of an exported ledger: files 0600 in directories 0700, each whole or not there.
struct TileFolder {
  private let path: String

  /// Takes a directory, or makes it.
  ///
  /// - Throws: ``VaultError`` `EXPORT_PLACE_INVALID` where other things lie.
  init(_ path: String) throws(VaultError) {
    self.path = path
    if unsafe mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST, let names = try? DirectoryNames.read(path) else {
      throw Self.unusable(errno)
    }
    guard names.allSatisfy({ ["tile", "checkpoint", "checkpoint.part"].contains($0) }) else {
      throw VaultError(
        .usage, "EXPORT_PLACE_INVALID", "there are other things than an exported ledger there",
        hint: "name a new directory, or one of an earlier export")
    }
  }

  /// Whether a file was written before.
  func has(_ name: String) -> Bool {
    var status = stat()
    return unsafe lstat("\(path)/\(name)", &status) == 0
  }

  /// The bytes of a file; nil if there is none.
  func read(_ name: String, limit: Int) throws -> [UInt8]? {
    do throws(SecureFileError) {
      let file = try SecureFile.open("\(path)/\(name)")
      return try file.read(at: 0, count: min(try file.size, limit))
    } catch {
      if error == .missing { return nil }
      throw error
    }
  }

  /// Writes a file that appears under its name when all of it is on the disk.
  func write(_ bytes: [UInt8], to name: String) throws {
    try makeParents(of: name)
    let final = "\(path)/\(name)"
    let part = "\(final).part"
    unsafe unlink(part)
    let file = try SecureFile.create(part)
    try file.write(bytes, at: 0)
    try file.synchronize()
    guard unsafe rename(part, final) == 0 else { throw Self.unusable(errno) }
  }

  private func makeParents(of name: String) throws(VaultError) {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/\(part)"
      guard unsafe mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw Self.unusable(errno) }
    }
  }

  private static func unusable(_ number: Int32) -> VaultError {
    VaultError(
      .inputOutput, number == ENOSPC ? "DISK_FULL" : "INPUT_OUTPUT",
      "the directory cannot be written: error \(number)",
      hint: "check the path, the disk and its permissions; running it again goes on from here")
  }
}
