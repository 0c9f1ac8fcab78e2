import FoundationEssentials
import Glibc

/// Writes rejected rows to a new file, one JSON object a line, so that they can be mended and
/// imported again.
///
/// The file carries the rows themselves: personal data, hence mode 0600. A row that is not UTF-8 is
/// written as `row_base64` (RFC 4648, section 4); one that was too long to keep is left out.
package struct RejectWriter: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Creates the file; an existing one is never written over, a symbolic link never followed.
  ///
  /// - Throws: ``ImportCode/rejectsExist`` or ``ImportCode/rejectsUnwritable``.
  package init(creating path: String) throws(ImportFileError) {
    // O_EXCL with O_CREAT also refuses symbolic links (open(2)).
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    // Safe: Swift lends `path` as a NUL-terminated string for the time of the call.
    let descriptor = unsafe open(path, flags, 0o600)
    let cause = errno
    self.descriptor = descriptor
    guard descriptor < 0 else { return }
    guard cause == EEXIST else { throw ImportFileError.unwritable(cause) }
    throw ImportFileError(
      .rejectsExist, systemError: cause, "the file for rejected rows exists",
      hint: "name a file that does not exist")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds a row that the reader or the map rejected.
  package mutating func write(_ rejection: RowRejection, row: InputRow) throws(ImportFileError) {
    try write(
      line: row.line, code: rejection.code.rawValue, message: rejection.message,
      column: rejection.column, raw: row.raw)
  }

  /// Adds a row that was rejected for any reason.
  ///
  /// - Parameters:
  ///   - line: where the row begins.
  ///   - code: the stable code.
  ///   - message: one sentence without the row's content.
  ///   - column: the column to blame.
  ///   - raw: the row as written.
  /// - Throws: ``ImportCode/rejectsUnwritable``.
  package mutating func write(
    line: Int, code: String, message: String, column: String?, raw: [UInt8]?
  ) throws(ImportFileError) {
    buffer += "{\"line\":\(line)".utf8
    append("code", code.utf8)
    append("message", message.utf8)
    if let column { append("column", column.utf8) }
    if let raw {
      if raw.isUTF8 {
        append("row", raw)
      } else {
        append("row_base64", Data(raw).base64EncodedString().utf8)
      }
    }
    buffer += "}\n".utf8
    if buffer.count >= ImportLimits.chunk { try flush() }
  }

  /// Writes what is still in memory and closes the file.
  ///
  /// Without it the last rows may be lost.
  package consuming func finish() throws(ImportFileError) {
    try flush()
    // Data must be on the disk before the import is reported as partly done.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw ImportFileError.unwritable(errno)
    }
  }

  private mutating func append(_ key: StaticString, _ value: some Sequence<UInt8>) {
    buffer += ",\"\(key)\":".utf8
    buffer.appendJSONString(value)
  }

  private mutating func flush() throws(ImportFileError) {
    var written = 0
    while written < buffer.count {
      let (count, cause) = unsafe buffer.withUnsafeBytes { bytes in
        // Safe: the bytes from `written` on lie inside the array, which lives through the call.
        let count = unsafe Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        return (count, errno)
      }
      if count < 0, cause == EINTR { continue }
      guard count > 0 else { throw ImportFileError.unwritable(cause) }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension [UInt8] {
  /// Appends UTF-8 text as a JSON string (RFC 8259, section 7).
  fileprivate mutating func appendJSONString(_ text: some Sequence<UInt8>) {
    append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): self += "\\n".utf8
      case UInt8(ascii: "\r"): self += "\\r".utf8
      case UInt8(ascii: "\t"): self += "\\t".utf8
      case ..<0x20:
        let digits = String(byte, radix: 16)
        self += "\\u00\(digits.utf8.count < 2 ? "0" : "")\(digits)".utf8
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}

extension ImportFileError {
  fileprivate static func unwritable(_ cause: Int32) -> Self {
    // Safe: strerror returns a string of the C library's, which is copied at once.
    let reason = unsafe String(cString: strerror(cause))
    return Self(
      .rejectsUnwritable, systemError: cause,
      "the file for rejected rows cannot be written: \(reason)")
  }
}
