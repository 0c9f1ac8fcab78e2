import Glibc

/// Writes bytes to a descriptor and looks at every result.
enum FileOutput {
  /// The output could not be written: nobody reads it any more, or the disk is full.
  struct Failure: Error {
    let number: Int32
  }

  /// Writes all of `bytes`.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let put = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw Failure(number: put < 0 ? errno : EIO) }
      done += put
    }
  }
}
