import Glibc
package import VaultCrypto

/// A new file that holds a key, open to its owner alone; never over another.
struct KeyOutput: Sendable {
  enum Content: Sendable {
    case keyFile(SharedSecret)
    case encrypted([UInt8])
  }

  let path: String
  let content: Content

  /// Writes and syncs it.
  ///
  /// - Throws: ``VaultError`` `FILE_EXISTS`, `FILE_MISSING`, `INPUT_OUTPUT`; then there is no file of ours.
  func write() throws {
    do throws(KeyFileError) {
      switch content {
      case .keyFile(let secret): try KeyFile.write(secret.bytes, to: path)
      case .encrypted(let bytes): try SecureFile.write(bytes, toNew: path)
      }
    } catch {
      // Whatever failed after it was made: half a key is none.
      if case .file(.system(let call, _)) = error, call != "open" { remove() }
      throw VaultError(unwritable: path, error)
    }
  }

  /// Takes it away again, because it opens nothing.
  func remove() { unsafe unlink(path) }
}

extension VaultError {
  /// A key file, or what holds one, could not be written.
  package init(unwritable path: String, _ error: KeyFileError) {
    switch error {
    case .file(.exists):
      self.init(
        .usage, "FILE_EXISTS", "there is something at `\(path)` already",
        hint: "a key file is never overwritten; choose another path")
    case .file(.missing):
      self.init(
        .notFound, "FILE_MISSING", "there is no directory to hold `\(path)`",
        hint: "make its parent first")
    case .file, .content:
      self.init(
        .inputOutput, "INPUT_OUTPUT", "the key file `\(path)` cannot be written: \(error)",
        hint: error.hint)
    }
  }
}
