import Glibc

/// What lies in a directory.
package enum DirectoryNames {
  /// The names, sorted; `.` and `..` left out.
  package static func read(_ path: String) throws(StoreError) -> [String] {
    guard let stream = unsafe opendir(path) else { throw .file("`\(path)` cannot be read", errno) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
