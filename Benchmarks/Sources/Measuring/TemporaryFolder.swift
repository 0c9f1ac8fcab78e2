import Glibc

/// A folder for one run, removed with all that is in it.
public struct TemporaryFolder {
  /// Where it is.
  public let path: String

  /// Makes an empty folder in `TMPDIR`, or in `/tmp`.
  public init() {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = Array("\(parent)/consent-vault-bench.XXXXXX".utf8CString)
    path = unsafe name.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = unsafe mkdtemp(base) else {
        fatalError("no temporary folder")
      }
      return unsafe String(cString: made)
    }
  }

  /// Removes the folder, one level of folders deep.
  public func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    if let folder = unsafe opendir(path) {
      while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
          unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if name != "." && name != ".." { remove("\(path)/\(name)") }
      }
      unsafe closedir(folder)
      unsafe rmdir(path)
    } else {
      unsafe unlink(path)
    }
  }
}
