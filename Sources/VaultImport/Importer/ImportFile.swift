import Glibc
import VaultCrypto
import VaultModel

/// An input that is read twice: once for its digest, and once for its rows.
///
/// It is opened once, so that both passes read the same file whatever becomes of its name.
struct ImportFile: ~Copyable {
  private let descriptor: Int32
  private let isOwned: Bool

  /// Opens a file.
  ///
  /// - Throws: ``ImportCode/inputUnreadable``; ``ImportCode/inputNotAFile`` for a pipe or a device.
  init(path: String) throws(ImportFileError) {
    var descriptor: Int32
    repeat {
      // Safe: Swift lends `path` as a NUL-terminated string for the time of the call.
      // O_NONBLOCK: a pipe without a writer is refused below and not waited for.
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    } while descriptor < 0 && errno == EINTR
    let cause = errno
    self.descriptor = descriptor
    isOwned = true
    guard descriptor >= 0 else { throw .unreadable(cause) }
    try rewind()
  }

  /// Reads from an open descriptor, from the start of its file; the caller keeps it open and closes it.
  init(descriptor: Int32) throws(ImportFileError) {
    self.descriptor = descriptor
    isOwned = false
    try rewind()
  }

  deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

  /// SHA-256 of the whole file.
  func digest() throws -> Digest {
    try rewind()
    let hash = InputHash()
    try source(hash).drain()
    return try hash.finish()
  }

  /// The file from its start, hashed again while it is read.
  func rows(_ hash: InputHash) throws(ImportFileError) -> ByteSource {
    try rewind()
    return source(hash)
  }

  private func source(_ hash: InputHash) -> ByteSource {
    ByteSource(descriptor: descriptor) { hash.update($0) }
  }

  private func rewind() throws(ImportFileError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw ImportFileError(
        .inputNotAFile, systemError: errno, "the input is not a file that can be read twice",
        hint: "save it to a file: its digest is the evidence of its rows")
    }
  }
}
