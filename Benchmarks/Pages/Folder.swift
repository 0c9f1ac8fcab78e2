import Glibc

/// A folder in the place for temporary files, gone with this value.
final class Folder {
  let path: String

  init() throws {
    var template = Array("\(Self.parent)/consent-vault-pages-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure(code: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static var parent: String {
    guard let name = unsafe getenv("TMPDIR") else { return "/tmp" }
    return unsafe String(cString: name)
  }

  /// The path of a database.
  func file(_ name: String) -> String { "\(path)/\(name).db" }

  /// Removes the database that the inserts made.
  func clear() { remove("new") }

  private func remove(_ name: String) {
    for end in ["", "-wal", "-shm"] { unsafe unlink(file(name) + end) }
  }

  deinit {
    for name in ["new", "plain", "sealed"] { remove(name) }
    unsafe rmdir(path)
  }
}
