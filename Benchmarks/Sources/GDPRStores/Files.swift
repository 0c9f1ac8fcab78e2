import Glibc

/// Sizes of files.
enum Files {
  /// Bytes of all files of a folder, not of folders in it.
  static func bytes(in folder: String) -> Int64 {
    guard let open = unsafe opendir(folder) else { return 0 }
    defer { unsafe closedir(open) }
    var sum: Int64 = 0
    while let entry = unsafe readdir(open) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      var status = stat()
      if unsafe stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        sum += Int64(status.st_size)
      }
    }
    return sum
  }
}
