internal import CVaultCrypto
internal import Glibc

/// An open file that only its owner may read.
///
/// No link is followed; group, others and foreign owners are refused at every open. Closed at its end.
package struct SecureFile: ~Copyable, Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Opens a file that exists.
  package static func open(
    _ path: String, writable: Bool = false
  ) throws(SecureFileError) -> SecureFile {
    // O_NONBLOCK keeps a planted pipe from holding us; regular files ignore it.
    let flags = (writable ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let file = SecureFile(try Self.openDescriptor(path, flags))
    try file.checkGuard()
    return file
  }

  /// Makes a new, empty file with mode 0600.
  package static func create(_ path: String) throws(SecureFileError) -> SecureFile {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = SecureFile(try Self.openDescriptor(path, flags))
    try file.checkGuard()
    return file
  }

  private static func openDescriptor(
    _ path: String, _ flags: Int32
  ) throws(SecureFileError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor < 0 else { return descriptor }
    switch errno {
    case ENOENT: throw .missing
    case EEXIST: throw .exists
    case ELOOP, EISDIR, ENXIO: throw .notARegularFile
    case let code: throw .system("open", code)
    }
  }

  private func checkGuard() throws(SecureFileError) {
    let status = try status()
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
    guard status.st_uid == geteuid() else { throw .foreignOwner }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers }
  }

  private func status() throws(SecureFileError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system("fstat", errno) }
    return status
  }

  /// Bytes in the file.
  package var size: Int {
    get throws(SecureFileError) { Int(try status().st_size) }
  }

  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  package func read(at offset: Int, count: Int) throws(SecureFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress.map { unsafe $0 + done }, count - done, offset + done)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .system("pread", errno) }
      if got == 0 { break }
      done += got
    }
    bytes.removeLast(count - done)
    return bytes
  }

  /// Reads a whole secret file of at most `limit` bytes into secret memory.
  ///
  /// - Throws: ``KeyFileError/content(_:)`` with ``CryptoError/malformed`` if it is longer.
  package func readSecret(limit: Int) throws(KeyFileError) -> SecretBytes {
    let size: Int
    do throws(SecureFileError) { size = try self.size } catch { throw .file(error) }
    guard size <= limit else { throw .content(.malformed) }
    var secret = try KeyFileError.inContent { () throws(CryptoError) in
      try SecretBytes(count: size)
    }
    let got = unsafe secret.withMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, size, 0)
    }
    guard got == size else { throw .file(.system("pread", got < 0 ? errno : EIO)) }
    return secret
  }

  /// Writes every byte at `offset`, in one pwrite if the kernel takes them.
  package func write(_ bytes: [UInt8], at offset: Int) throws(SecureFileError) {
    let failure = unsafe bytes.withUnsafeBytes { unsafe self.write($0, at: offset) }
    if let failure { throw failure }
  }

  /// Writes a secret from the start of the file.
  package func write(_ secret: borrowing SecretBytes) throws(SecureFileError) {
    let failure = unsafe secret.withBytes { unsafe self.write($0, at: 0) }
    if let failure { throw failure }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> SecureFileError? {
    var done = 0
    while done < bytes.count {
      let put = unsafe pwrite(
        descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, offset + done)
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { return .system("pwrite", put < 0 ? errno : EIO) }
      done += put
    }
    return nil
  }

  /// Makes a new file of mode 0600 with this content, on the disk when it returns.
  package static func write(_ bytes: [UInt8], toNew path: String) throws(KeyFileError) {
    do throws(SecureFileError) {
      let file = try create(path)
      try file.write(bytes, at: 0)
      try file.synchronize()
      try synchronizeDirectory(of: path)
    } catch { throw .file(error) }
  }

  /// Waits until the content is on the disk.
  package func synchronize() throws(SecureFileError) {
    guard fdatasync(descriptor) == 0 else { throw .system("fdatasync", errno) }
  }

  /// Takes the whole-file lock of this open file, waiting for it.
  package func lock(exclusive: Bool) throws(SecureFileError) {
    guard cvc_lock(descriptor, exclusive ? 1 : 0, 1) == CVC_OK else {
      throw .system("fcntl", errno)
    }
  }

  /// Takes the lock if nobody holds it against us; false if somebody does.
  package func tryLock(exclusive: Bool) throws(SecureFileError) -> Bool {
    switch cvc_lock(descriptor, exclusive ? 1 : 0, 0) {
    case CVC_OK: return true
    case CVC_REFUSED: return false
    default: throw .system("fcntl", errno)
    }
  }

  /// Gives the lock back; closing the file does so too.
  package func unlock() throws(SecureFileError) {
    guard cvc_unlock(descriptor) == CVC_OK else { throw .system("fcntl", errno) }
  }

  /// Waits until the directory entry of a new file is on the disk.
  package static func synchronizeDirectory(of path: String) throws(SecureFileError) {
    let descriptor = unsafe Glibc.open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("fsync", errno) }
  }

  /// The path of the directory that a file is named in, as text: nothing is looked up.
  package static func directory(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }
}
