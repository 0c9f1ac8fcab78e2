import Glibc

/// Reads files and descriptors within a limit.
enum FileInput {
  /// Why nothing was read.
  enum Failure: Error {
    case missing
    case unreadable
    case tooLarge
  }

  /// The bytes of a regular file.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // NONBLOCK: a pipe in the file's place must be refused, not waited for.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable
    }
    return try read(descriptor: descriptor, limit: limit)
  }

  /// The bytes of a descriptor up to its end.
  static func read(descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let got = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable }
      guard got > 0 else { return bytes }
      bytes += chunk[..<got]
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }
}
