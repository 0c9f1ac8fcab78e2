import Glibc

/// The place of a vault that is being made, as it was before: so that a failure leaves nothing behind.
struct NewVaultPlace {
  private enum Before {
    case nothing
    case emptyDirectory
    case something
  }

  /// What a vault is made of.
  private static let files = [
    "data.db", "data.db-wal", "data.db-shm", "data.db-journal", "keyring", "anchor", "lock",
  ]

  private let path: String
  private let before: Before

  init(_ path: String) {
    self.path = path
    before = Self.look(path)
  }

  private static func look(_ path: String) -> Before {
    guard let stream = unsafe opendir(path) else { return errno == ENOENT ? .nothing : .something }
    defer { unsafe closedir(stream) }
    var count = 0
    while unsafe readdir(stream) != nil { count += 1 }
    // "." and ".." are always there.
    return count <= 2 ? .emptyDirectory : .something
  }

  /// Takes away what was made since; where something stood before, nothing is touched.
  func clear() {
    guard before != .something else { return }
    for file in Self.files { unsafe unlink("\(path)/\(file)") }
    if before == .nothing { unsafe rmdir(path) }
  }
}
