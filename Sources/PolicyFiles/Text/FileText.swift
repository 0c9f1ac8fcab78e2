import Glibc
package import VaultPolicy

/// Reads a text file whole, within a limit that holds before anything is read.
package enum FileText {
  /// The bytes of the file at `path`, which must be UTF-8 without NUL.
  ///
  /// - Parameters:
  ///   - path: A regular file, or a link to one.
  ///   - limit: The most bytes.
  ///   - what: What the file is, for messages.
  /// - Returns: The text, every byte of it.
  /// - Throws: One problem, without a position.
  package static func read(_ path: String, limit: Int, what: String) throws(PolicyFault) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    func refusal(_ code: PolicyProblem.Code, _ message: String, _ hint: String) -> PolicyFault {
      PolicyFault([
        PolicyProblem(code: code, message: message, hint: hint, file: file, position: nil)
      ])
    }
    let bytes: [UInt8]
    do throws(Failure) {
      bytes = try contents(of: path, limit: limit)
    } catch {
      switch error {
      case .missing:
        throw refusal(
          .fileMissing, "there is no \(what) \(quoted(path))", "check the path")
      case .unreadable:
        throw refusal(
          .fileUnreadable, "the \(what) \(quoted(path)) cannot be read",
          "check that it is a file, and that you may read it")
      case .tooLarge:
        throw refusal(
          .fileTooLarge, "the \(what) \(quoted(path)) is larger than \(limit >> 20) MiB",
          "split it")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw refusal(
        .encodingInvalid, "the \(what) \(quoted(path)) is not text in UTF-8", "save it as UTF-8")
    }
    return text
  }

  private enum Failure: Error {
    case missing
    case unreadable
    case tooLarge
  }

  private static func contents(of path: String, limit: Int) throws(Failure) -> [UInt8] {
    // NONBLOCK: a pipe in the file's place must be refused, not waited for.
    // Safe: the path is a C string for the time of the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable }
    defer { close(descriptor) }
    var status = stat()
    // Safe: fstat fills the structure that it is given, and nothing else.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable
    }
    guard status.st_size <= limit else { throw .tooLarge }
    let size = Int(status.st_size)
    // One more byte than there is shows a file that grew since it was measured.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var count = 0
    while count < bytes.count {
      // Safe: the bounds are those of the array's own storage.
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(
          descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      guard got >= 0 else {
        if errno == EINTR { continue }
        throw .unreadable
      }
      if got == 0 { break }
      count += got
    }
    guard count <= size else { throw .unreadable }
    return Array(bytes[..<count])
  }
}
