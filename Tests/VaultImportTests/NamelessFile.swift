import Glibc

/// An open file without a name, read from its beginning.
struct NamelessFile: ~Copyable {
  let descriptor: Int32

  init(_ bytes: [UInt8]) {
    var template = Array("/tmp/vault-import-XXXXXX".utf8CString)
    // Safe: both calls get an array that ends with NUL and keeps its length.
    descriptor = unsafe mkstemp(&template)
    unsafe unlink(template)
    // Safe: the bytes written are the array's own.
    let written = unsafe pwrite(descriptor, bytes, bytes.count, 0)
    precondition(written == bytes.count, "no file to read from")
  }

  deinit { close(descriptor) }
}
