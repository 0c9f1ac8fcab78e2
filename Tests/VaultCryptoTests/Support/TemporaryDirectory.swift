import Glibc

/// A fresh directory of mode 0700, removed with its files when the suite's instance ends.
final class TemporaryDirectory: CustomStringConvertible {
  let description: String

  init() throws {
    var template = Array("/tmp/cvault-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure() }
    description = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["keyring", "anchor", "a.key", "link", "pipe"] {
      unsafe unlink("\(description)/\(name)")
    }
    unsafe rmdir(description)
  }

  private struct Failure: Error {}
}

/// Writes a file of mode 0600, over what is there.
func overwrite(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o600) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
  let put = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  fchmod(descriptor, mode)
  close(descriptor)
  precondition(put == bytes.count, "the test's file could not be written")
}

/// The bytes of a file.
func contents(_ path: String) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY)
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let got = unsafe bytes.withUnsafeMutableBytes {
    unsafe read(descriptor, $0.baseAddress, $0.count)
  }
  return Array(bytes.prefix(max(0, got)))
}
