import Glibc

/// The bytes of one input in order, in chunks of at most 64 KiB.
package struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let isOwned: Bool
  private let observer: ((RawSpan) -> Void)?
  /// How many bytes one read asks for.
  let chunk: Int

  /// Opens the file at `path` for reading and closes it at the end of its life.
  ///
  /// - Parameters:
  ///   - path: any readable file, pipe or device.
  ///   - chunk: how many bytes one read asks for, at least 1.
  ///   - observer: called with all bytes, in order, as they arrive; to hash or count them.
  /// - Throws: ``ImportCode/inputUnreadable`` with the cause in `systemError`.
  package init(
    path: String, chunk: Int = ImportLimits.chunk,
    observer: ((RawSpan) -> Void)? = nil
  ) throws(ImportFileError) {
    var descriptor: Int32
    repeat {
      // Safe: Swift lends `path` as a NUL-terminated string for the time of the call.
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    let cause = errno
    self.descriptor = descriptor
    isOwned = descriptor >= 0
    self.observer = observer
    self.chunk = max(1, chunk)
    guard descriptor >= 0 else { throw ImportFileError.unreadable(cause) }
  }

  /// Reads from an open descriptor, which the caller keeps open and closes.
  package init(
    descriptor: Int32, chunk: Int = ImportLimits.chunk,
    observer: ((RawSpan) -> Void)? = nil
  ) {
    self.descriptor = descriptor
    isOwned = false
    self.observer = observer
    self.chunk = max(1, chunk)
  }

  deinit { if isOwned { close(descriptor) } }

  /// Reads up to one chunk into `buffer` from `offset` on.
  ///
  /// - Returns: how many bytes came; 0 at the end of the input.
  func read(into buffer: inout [UInt8], at offset: Int) throws(ImportFileError) -> Int {
    let wanted = min(chunk, buffer.count - offset)
    precondition(wanted > 0, "no room to read into")
    let (count, cause) = unsafe buffer.withUnsafeMutableBytes { bytes in
      var count: Int
      repeat {
        // Safe: `wanted` bytes from `offset` on lie inside `bytes`, by the line above.
        count = unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: offset), wanted)
      } while count < 0 && errno == EINTR
      return (count, errno)
    }
    guard count >= 0 else { throw ImportFileError.unreadable(cause) }
    // Safe: bytes have no padding that could be read uninitialised.
    unsafe observer?(buffer.span.bytes.extracting(offset..<offset + count))
    return count
  }

  /// Reads all that is left, for the observer alone: a first pass that only hashes.
  package consuming func drain() throws(ImportFileError) {
    var buffer = [UInt8](repeating: 0, count: chunk)
    while try read(into: &buffer, at: 0) > 0 {}
  }
}

extension ImportFileError {
  static func unreadable(_ cause: Int32) -> Self {
    // Safe: strerror returns a string of the C library's, which is copied at once.
    let reason = unsafe String(cString: strerror(cause))
    return Self(.inputUnreadable, systemError: cause, "the input cannot be read: \(reason)")
  }
}
